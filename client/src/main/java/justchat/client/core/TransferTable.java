// SPDX-License-Identifier: Apache-2.0
package justchat.client.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

import justchat.client.core.Transfer.State;
import justchat.client.model.Limits;
import justchat.client.model.Notice;
import justchat.client.model.TransferId;

/// All transfers by number, oldest first, and the last ten that are over. Pure;
/// owned by [Transfers].
final class TransferTable {
    private static final int OVER = 10;

    private final SequencedMap<TransferId, Transfer> transfers = new LinkedHashMap<>();
    private final Deque<Notice.TransferLine> over = new ArrayDeque<>();
    private int lastId;

    TransferId nextId() {
        return new TransferId(++lastId);
    }

    Optional<Transfer> known(TransferId id) {
        return Optional.ofNullable(transfers.get(id));
    }

    /// As `known`; says so if there is none.
    Optional<Transfer> find(TransferId id, Now now, Effects effects) {
        var found = known(id);
        if (found.isEmpty()) {
            effects.problem(now, "there is no transfer " + id);
        }
        return found;
    }

    Transfer put(Transfer transfer) {
        transfers.put(transfer.id, transfer);
        return transfer;
    }

    Collection<Transfer> all() {
        return transfers.values();
    }

    /// Those that wait for their turn.
    List<Transfer> queued() {
        return transfers.values().stream().filter(one -> one.is(State.QUEUED)).toList();
    }

    boolean isFull() {
        return transfers.size() >= Limits.TRANSFERS;
    }

    /// Likewise; says so.
    boolean isFull(Now now, Effects effects) {
        if (isFull()) {
            effects.problem(now, Limits.TRANSFERS + " transfers are under way already; #transfers lists them, #cancel"
                    + " id stops one");
        }
        return isFull();
    }

    /// @param how
    ///            it ended
    void over(Transfer transfer, String how, Now now) {
        transfers.remove(transfer.id);
        var line = transfer.line(now);
        over.add(new Notice.TransferLine(line.id(), line.incoming(), line.fileName(), line.other(), line.done(), line
                .total(), 0, line.via(), how, ""));
        if (over.size() > OVER) {
            over.removeFirst();
        }
    }

    List<Notice.TransferLine> list(Now now) {
        var lines = new ArrayList<Notice.TransferLine>();
        transfers.values().forEach(one -> lines.add(one.line(now)));
        lines.addAll(over);
        return lines;
    }
}
