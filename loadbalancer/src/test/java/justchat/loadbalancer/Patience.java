// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import justchat.wire.Reason;
import justchat.wire.Refused;

/// Asks again while balancers elect a leader, as clients do: three of them on a machine with other work may have to at any
/// time.
///
/// @param hasMajority
///            whether so many balancers run that they will agree
record Patience(BooleanSupplier hasMajority) {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    <T> T over(Class<T> service, T stub) {
        return service.cast(Proxy.newProxyInstance(service.getClassLoader(), new Class<?>[]{service},
                (_, method, arguments) -> insist(stub, method, arguments)));
    }

    private Object insist(Object stub, Method method, Object[] arguments) throws Throwable {
        long deadline = System.nanoTime() + TestCluster.PATIENCE.duration().toNanos();
        for (;;) {
            try {
                return method.invoke(stub, arguments);
            } catch (InvocationTargetException failure) {
                if (!isPassing(failure.getCause()) || System.nanoTime() > deadline) {
                    throw failure.getCause();
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isPassing(Throwable failure) {
        return failure instanceof Refused refused && refused.getReason() == Reason.UNAVAILABLE
                && (refused.getMessage().contains("agreed on a leader")
                        || refused.getMessage().contains("joined the others")
                        || refused.getMessage().contains("no majority"))
                && hasMajority.getAsBoolean();
    }
}
