// SPDX-License-Identifier: Apache-2.0
package justchat.rpc.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// Has one key (P-256, or Ed25519 on direct links) and its certificates, and shows them to whoever asks. They may be replaced at any time: a handshake
/// ends with those it began with. Thread-safe.
final class OneKey extends X509ExtendedKeyManager {
    /// Handshakes that last longer than so many renewals fail.
    private static final int KEPT = 4;

    /// A key and the chain from its certificate on.
    record Pair(PrivateKey key, List<X509Certificate> chain) {
        Pair {
            Objects.requireNonNull(key, "key");
            chain = List.copyOf(chain);
        }

        private String alias() {
            return chain.getFirst().getSerialNumber().toString(Character.MAX_RADIX);
        }
    }

    private final Supplier<Pair> now;
    /// Guarded by itself.
    private final Map<String, Pair> shown = new LinkedHashMap<>();

    OneKey(Supplier<Pair> now) {
        this.now = Objects.requireNonNull(now, "now");
    }

    /// Null, as the JDK wants it, if the key is of no type that is asked for.
    private String choose(Collection<String> types) {
        var pair = now.get();
        if (!types.contains(pair.key().getAlgorithm())) {
            return null;
        }
        synchronized (shown) {
            shown.put(pair.alias(), pair);
            if (shown.size() > KEPT) {
                shown.remove(shown.keySet().iterator().next());
            }
        }
        return pair.alias();
    }

    /// Null, as the JDK wants it, if there is none of this alias.
    private Pair of(String alias) {
        synchronized (shown) {
            return shown.get(alias);
        }
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return choose(Arrays.asList(types));
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return choose(List.of(type));
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return chooseEngineClientAlias(types, issuers, null);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return chooseEngineServerAlias(type, issuers, null);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        var pair = of(alias);
        return pair == null ? null : pair.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        var pair = of(alias);
        return pair == null ? null : pair.key();
    }
}
