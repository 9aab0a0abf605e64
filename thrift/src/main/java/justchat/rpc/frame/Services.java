// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.thrift.ProcessFunction;
import org.apache.thrift.TBaseProcessor;
import org.apache.thrift.TProcessor;

/// Which processor has which method: several services on one connection, told
/// apart by their method names. Immutable.
final class Services {

    /// One method, and the service it belongs to.
    record Method(TProcessor service, boolean oneway) {}

    private final Map<String, Method> methods;

    private Services(Map<String, Method> methods) {
        this.methods = methods;
    }

    /// @throws IllegalArgumentException
    ///             if two services have a method of the same name, or one is not a
    ///             generated `Processor`
    static Services of(List<TProcessor> processors) {
        var methods = new HashMap<String, Method>();
        for (var processor : processors) {
            if (!(processor instanceof TBaseProcessor<?> service)) {
                throw new IllegalArgumentException("not a generated processor: " + processor);
            }
            functions(service).forEach((name, function) -> {
                if (methods.put(name, new Method(service, function.isOneway())) != null) {
                    throw new IllegalArgumentException("method in two services: " + name);
                }
            });
        }
        return new Services(Map.copyOf(methods));
    }

    /// Generated processors speak of Thrift's types without their arguments.
    @SuppressWarnings("rawtypes")
    private static Map<String, ? extends ProcessFunction> functions(TBaseProcessor<?> service) {
        return service.getProcessMapView();
    }

    Optional<Method> method(String name) {
        return Optional.ofNullable(methods.get(name));
    }
}
