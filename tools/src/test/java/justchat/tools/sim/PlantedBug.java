// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

import java.util.TreeMap;
import java.util.function.Supplier;

import justchat.messageserver.model.Entry;
import justchat.messageserver.model.Instance;
import justchat.messageserver.model.MessageId;
import justchat.messageserver.model.Order;
import justchat.messageserver.model.Payload;
import justchat.messageserver.model.VersionVector;

/// Bugs that the judge must find.
enum PlantedBug {
    /// Entries of other servers are delivered before what they depend on.
    DEPENDENCY_CHECK_SKIPPED(Order.CAUSAL, () -> new Disguise() {
        @Override
        Entry shown(Replica replica, Entry entry, boolean recovered) {
            return new Entry(entry.position(), entry.id(), entry.author(), VersionVector.empty(), entry
                    .stampedAtMillis(), entry.payload(), entry.time(), entry.epoch());
        }
    }),
    /// A server takes for durable what it has handed to its disk.
    RECEIPT_BEFORE_SYNC(Order.FIFO, () -> new Border() {
        @Override
        public boolean waitsForSync() {
            return false;
        }
    }),
    /// One copy is taken for enough.
    ONE_COPY_IS_ENOUGH(Order.FIFO, () -> new Border() {
        @Override
        public int copies(int wanted) {
            return 1;
        }
    }),
    /// A server that starts again goes on in the log of its former life.
    OLD_LOG_CONTINUED(Order.CAUSAL, () -> new Border() {
        @Override
        public boolean registersAnew() {
            return false;
        }
    }),
    /// A server that starts again knows the ids of its entries no more.
    IDS_FORGOTTEN_AT_RESTART(Order.UNORDERED, () -> new Disguise() {
        @Override
        Entry shown(Replica replica, Entry entry, boolean recovered) {
            return recovered ? underAnotherId(entry) : entry;
        }
    }),
    /// A message that was stamped twice is shown twice.
    COPIES_NOT_SUPPRESSED(Order.UNORDERED, () -> new Disguise() {
        @Override
        Entry shown(Replica replica, Entry entry, boolean recovered) {
            return underAnotherId(entry);
        }
    }),
    /// A message stands in the history where a server happened to show it.
    FIRST_COPY_DECIDES_THE_PLACE(Order.FIFO, () -> new Border() {
        @Override
        public boolean movesToLeastPlace() {
            return false;
        }
    }),
    /// A client shows whatever it is given.
    READER_DROPS_NOTHING(Order.FIFO, () -> new Border() {
        @Override
        public boolean dropsRepeated() {
            return false;
        }
    }),
    /// A client that repeats a post gives it a new id.
    NEW_ID_ON_RETRY(Order.FIFO, () -> new Border() {
        @Override
        public boolean keepsIds() {
            return false;
        }
    }),
    /// A reader that comes from another server goes on at the end of this one's
    /// order.
    VECTOR_FORGOTTEN_AT_FAILOVER(Order.CAUSAL, () -> new Border() {
        @Override
        public boolean resumesByVector() {
            return false;
        }
    }),
    /// A fold takes along logs that are still written to.
    FOLD_TOO_EARLY(Order.FIFO, () -> new Disguise() {
        @Override
        Entry shown(Replica replica, Entry entry, boolean recovered) {
            return entry.payload() instanceof Payload.Fold(VersionVector complete)
                    ? new Entry(entry.position(), entry.id(), entry.author(), entry.dependencies(), entry
                            .stampedAtMillis(), new Payload.Fold(complete.merge(ahead(replica))), entry.time(),
                            entry
                                    .epoch())
                    : entry;
        }
    }),
    /// Some servers put what was stamped at the same time in another order.
    WRONG_TIE_BREAK(Order.TOTAL, EpochBugs::tieBreak),
    /// A promise counts though not all that was stamped before it is here.
    PROMISE_BEFORE_ITS_STAMPS(Order.TOTAL, EpochBugs::promiseBeforeItsStamps),
    /// A member's acknowledgement is not waited for.
    ONE_MEMBER_NOT_ASKED(Order.TOTAL, EpochBugs::oneMemberNotAsked),
    /// Members go on in their epoch after they have answered to a later view.
    NO_WEDGE(Order.TOTAL, EpochBugs::noWedge),
    /// The first member of a view decides how the epoch ends by what it has itself.
    WITNESSES_NOT_ASKED(Order.TOTAL, EpochBugs::witnessesNotAsked),
    /// A server that lost its disk is asked what there was.
    BLANK_SERVER_IS_WITNESS(Order.TOTAL, EpochBugs::blankServerIsWitness),
    /// What is void is delivered by those who have it.
    DELIVERED_BEYOND_THE_CUT(Order.TOTAL, EpochBugs::deliveredBeyondTheCut);

    private final Order order;
    private final Supplier<Border> border;

    PlantedBug(Order order, Supplier<Border> border) {
        this.order = order;
        this.border = border;
    }

    /// Of rooms in which it shows.
    Order order() {
        return order;
    }

    /// For one cluster.
    Border plant() {
        return border.get();
    }

    /// Some more of each log than is here.
    private static VersionVector ahead(Replica replica) {
        var more = new TreeMap<>(replica.core().durable().entries());
        more.replaceAll((_, upTo) -> upTo + 3);
        return VersionVector.of(more);
    }

    private static Entry underAnotherId(Entry entry) {
        var instance = entry.id().instance();
        var other = new MessageId(new Instance(instance.high() ^ entry.position().origin().hashCode(), instance.low()
                ^ 1), entry.id().sequence());
        return new Entry(entry.position(), other, entry.author(), entry.dependencies(), entry.stampedAtMillis(), entry
                .payload(), entry.time(), entry.epoch());
    }
}
