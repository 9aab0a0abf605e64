// SPDX-License-Identifier: Apache-2.0
package justchat.tools.sim;

/// All that goes wrong in a simulated cluster.
enum Fault {
    /// A server's process ends; what it had not synced is lost, or some of it.
    CRASH("crash"),
    /// All servers at once.
    POWER_FAILURE("power failure"),
    /// A server's disk is lost; it comes back blank.
    DISK_LOST("disk lost"),
    /// A server is lost with its disk, for good.
    SERVER_GONE("server gone"),
    /// A server that was never there before starts.
    SERVER_JOINED("server joined"),
    /// The servers fall into two parts that do not reach each other.
    PARTITION("partition"),
    /// Some servers do not reach some others, which reach them.
    ONE_WAY("one way cut"),
    /// A server reaches nobody, not even the balancers.
    ISOLATED("isolated"),
    /// A server and the balancers do not reach each other.
    CUT_FROM_BALANCERS("cut from balancers"),
    /// The balancers have no majority for a while.
    NO_QUORUM("no quorum"),
    /// A process stands still for a while.
    PAUSE("pause"),
    /// A server that lives is put out of the view.
    FALSE_SUSPICION("false suspicion"),
    /// Syncs take a long time.
    SLOW_DISK("slow disk"),
    /// Nothing more can be written for a while.
    FULL_DISK("full disk"),
    /// A wall clock jumps.
    CLOCK_STEP("clock step"),
    /// What passes between two servers takes long.
    SLOW_LINK("slow link"),
    /// A client ends with all it had not sent; another instance starts.
    CLIENT_CRASH("client crash"),
    /// A client goes to another server.
    FAILOVER("failover"),
    /// The end of a write was torn.
    TORN_WRITE("torn write"),
    /// A message between processes is lost.
    LOST("message lost"),
    /// A message arrives twice.
    DOUBLED("message doubled"),
    /// A message arrives so late that others overtake it.
    LATE("message late"),
    /// A server says that it is busy.
    BUSY("busy");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
