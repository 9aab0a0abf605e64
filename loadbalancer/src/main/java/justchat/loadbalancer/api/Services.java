// SPDX-License-Identifier: Apache-2.0
package justchat.loadbalancer.api;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.apache.thrift.TProcessor;

import justchat.rpc.Endpoint;
import justchat.wire.LoadBalancer;
import justchat.wire.Operator;
import justchat.wire.Registry;

/// Makes the three services of a connection; who may call which, each of them decides by the caller's certificate.
public final class Services implements Function<Endpoint, List<TProcessor>> {
    private final Desk desk;

    public Services(Desk desk) {
        this.desk = Objects.requireNonNull(desk, "desk");
    }

    @Override
    public List<TProcessor> apply(Endpoint endpoint) {
        var caller = new Caller(endpoint, desk.counters());
        return List.of(
                new LoadBalancer.Processor<>(
                        new ClientService(new Visitor(desk, endpoint.remoteAddress().getAddress()))),
                new Registry.Processor<>(new ServerService(desk, caller)),
                new Operator.Processor<>(new OperatorService(desk, caller)));
    }
}
