// SPDX-License-Identifier: Apache-2.0
package justchat.tools.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import justchat.tools.cluster.ChatProcess;
import justchat.tools.cluster.ChatProcess.Account;
import justchat.tools.cluster.Progress;
import justchat.tools.cluster.Surprise;
import justchat.tools.demo.Programme.StepFailed;

/// The story that JustChat was written for, and what may happen to it: a
/// method a scene, in order. Whatever is claimed is looked up in what the
/// receiving processes printed and saved.
final class Story {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(40);
    private static final Pattern OFFER = Pattern.compile("\\[(f\\d+)]");
    private static final String SECRET = "psst, we have a surprise for Elon";
    private static final String PLAN = "plan.txt";
    private static final String CAKE = "a cake, in the shape of his car";
    private static final String CAR = "SELDOM_2016.png";

    private final Stage stage;
    private final Programme programme;
    private ChatProcess elon;
    private ChatProcess tony;
    private ChatProcess robert;
    private ChatProcess natasha;
    private Path plan;
    private Path picture;
    private SortedMap<String, Long> memory = new TreeMap<>();

    Story(Stage stage, Programme programme) {
        this.stage = Objects.requireNonNull(stage, "stage");
        this.programme = Objects.requireNonNull(programme, "programme");
    }

    void play() throws StepFailed {
        programme.act("Three load balancers, three message servers");
        theClusterStarts();
        programme.act("Three friends");
        threeFriendsSignUp();
        theyTalk();
        tonyTellsRobertASecret();
        tonyGivesRobertThePlan();
        programme.act("A new car");
        elonSharesHisCar();
        tonyAndRobertAcceptIt();
        natashaComesLaterAndGetsIt();
        programme.act("A message server is killed in mid-conversation");
        aMessageServerDies();
        programme.act("The leading load balancer is killed as well");
        aLoadBalancerDies();
        natashaComesBack();
        programme.act("The end");
        theySayGoodbye();
    }

    /// Resident memory in MiB of each process, when all were up and idle.
    SortedMap<String, Long> memory() {
        return memory;
    }

    private void theClusterStarts() throws StepFailed {
        programme.step("six processes are up, a leader is elected, every server is heard", () -> {
            stage.cluster().startMissing();
            stage.cluster().awaitReady(Duration.ofSeconds(120), Progress.silent());
            return "";
        });
    }

    private void threeFriendsSignUp() throws StepFailed {
        programme.step("Elon, Tony and Robert sign up", () -> {
            var began = System.nanoTime();
            elon = stage.enter(Account.fresh("elon"));
            tony = stage.enter(Account.fresh("tony"));
            robert = stage.enter(Account.fresh("robert"));
            var first = Long.MAX_VALUE;
            for (var friend : stage.friends()) {
                first = Math.min(first, friend.await("welcome " + friend.user(), START).atNanos());
            }
            return "the first is in after " + Progress.seconds(Duration.ofNanos(first - began));
        });
    }

    private void theyTalk() throws StepFailed {
        programme.step("what one says, everybody reads", () -> {
            var remark = everybodyReads(elon, "Morning all. Wait until you see what I bought.");
            everybodyReads(tony, "Let me guess, it has wheels.");
            everybodyReads(robert, "Morning! See issue #4 for bets.");
            return remark;
        });
    }

    private String everybodyReads(ChatProcess author, String text) {
        var typed = author.type(text);
        var last = 0L;
        for (var friend : stage.friends()) {
            last = Math.max(last, friend.await(author.user() + "  " + text, SOON).atNanos());
        }
        return "the last of " + stage.friends().size() + " screens after " + (last - typed) / 1_000_000 + " ms";
    }

    private void tonyTellsRobertASecret() throws StepFailed {
        programme.step("Tony's private surprise reaches Robert", () -> {
            tony.type("#message #robert #" + SECRET);
            robert.await("tony -> you (private, direct)  " + SECRET, SOON);
            tony.await("you -> robert (private, direct)  " + SECRET, SOON);
            return "";
        });
        programme.step("Elon is none the wiser, and neither is any server", () -> {
            everybodyReads(tony, "Nothing. Why?");
            if (elon.transcript().lines().stream().anyMatch(line -> line.text().contains("surprise"))) {
                throw new Surprise("Elon does not see the surprise", "he does");
            }
            isOnNoServer(SECRET);
            return "";
        });
    }

    private void isOnNoServer(String words) throws IOException {
        var found = stage.filesWith(words, stage.cluster().running().keySet().stream().toList());
        if (!found.isEmpty()) {
            throw new Surprise("no file of a server or balancer holds: " + words, found.toString());
        }
    }

    private void tonyGivesRobertThePlan() throws StepFailed {
        programme.step("Tony offers Robert the plan, privately; nothing moves before he accepts", () -> {
            plan = Files.writeString(stage.cluster().directory().root().resolve(PLAN), (CAKE + "\n").repeat(20_000));
            tony.type("#share #robert #" + plan);
            offered(robert, "tony offers you " + PLAN);
            hasNothingOf(PLAN, robert);
            return Files.size(plan) / 1000 + " kB";
        });
        programme.step("Robert accepts, has the very same plan, and no server has a word of it", () -> {
            robert.type("#accept " + offered(robert, "tony offers you " + PLAN));
            var remark = checkSaved(robert, plan);
            tony.await(PLAN + " delivered:", SOON);
            isOnNoServer(CAKE);
            return remark;
        });
    }

    /// @return the offer's id
    private static String offered(ChatProcess friend, String words) throws Surprise {
        var offer = OFFER.matcher(friend.await(words, SOON).text());
        if (!offer.find()) {
            throw new Surprise("the offer has an id like [f1]", "none");
        }
        return offer.group(1);
    }

    private void elonSharesHisCar() throws StepFailed {
        programme.step("Elon draws a picture of his car and shares it; Tony and Robert are asked", () -> {
            picture = stage.cluster().directory().root().resolve(CAR);
            Picture.draw(picture);
            if (Files.size(picture) < 1_000_000) {
                throw new Surprise("a picture of at least 1 MB", Files.size(picture) + " bytes");
            }
            elon.type("#share #" + picture);
            for (var friend : List.of(tony, robert)) {
                friend.await("elon shares " + CAR, SOON);
                hasNothingOf(CAR, friend);
            }
            return Files.size(picture) / 1000 + " kB";
        });
    }

    private static void hasNothingOf(String name, ChatProcess friend) throws IOException {
        try (var files = Files.list(friend.downloads())) {
            var found = files.filter(file -> file.getFileName().toString().startsWith(name)).toList();
            if (!found.isEmpty()) {
                throw new Surprise("nothing is saved before " + friend.user() + " accepts", found.toString());
            }
        }
    }

    private void tonyAndRobertAcceptIt() throws StepFailed {
        programme.step("both accept, and have the very same picture", () -> {
            for (var friend : List.of(tony, robert)) {
                friend.type("#accept " + offered(friend, "elon shares " + CAR));
            }
            checkSaved(tony, picture);
            return checkSaved(robert, picture);
        });
    }

    /// @return how it travelled, in the client's words
    private static String checkSaved(ChatProcess friend, Path original) throws IOException {
        var name = original.getFileName().toString();
        var done = friend.await(name + " done:", START).text();
        var saved = friend.downloads().resolve(name);
        friend.await("saving to " + saved, SOON);
        if (!Digest.of(saved).equals(Digest.of(original))) {
            throw new Surprise(saved + " is the original, " + Digest.of(original), Digest.of(saved));
        }
        return done.substring(done.indexOf("done:"));
    }

    private void natashaComesLaterAndGetsIt() throws StepFailed {
        programme.step("Natasha joins later", () -> {
            natasha = stage.enter(Account.fresh("natasha"));
            natasha.await("welcome natasha", START);
            return "";
        });
        programme.step("she lists the files, gets the picture, and it is the very same", () -> {
            var mark = natasha.transcript().mark();
            natasha.type("#available files");
            natasha.transcript().await(mark, CAR + " in the list",
                    line -> line.contains(CAR) && line.contains("elon") && !line.contains("shares"), SOON);
            natasha.type("#get #" + CAR);
            return checkSaved(natasha, picture);
        });
    }

    private void aMessageServerDies() throws StepFailed {
        var where = new TreeMap<String, List<String>>();
        programme.step("the load balancers know who is where", () -> {
            where.putAll(stage.awaitWhereabouts(SOON));
            memory = stage.memory();
            return where.toString();
        });
        var victim = where.entrySet().stream().max(Comparator.comparing(server -> server.getValue().size()))
                .map(Map.Entry::getKey).orElse("");
        stage.doom(victim);
        var moved = stage.friends().stream().filter(friend -> where.get(victim).contains(friend.user())).toList();
        var failover = new ArrayList<String>();
        programme.step("Elon and Tony talk, " + victim + " is killed: everybody reads every line once, in order",
                () -> {
                    try (var talk = new Conversation(List.of(elon, tony), "driving", 100, STEP)) {
                        talk.awaitLine(natasha, 30, SOON);
                        var killed = stage.cluster().kill(victim);
                        talk.check(stage.friends(), START);
                        for (var friend : moved) {
                            failover.add(friend.user() + " " + talk.silenceAfter(killed, friend).toMillis() + " ms");
                        }
                    }
                    return "4 x 200 lines; from the kill to the next line: " + String.join(", ", failover);
                });
        programme.step("those who were there were moved", () -> moved.stream()
                .map(friend -> friend.await(victim + " stopped answering; ", SOON).text())
                .map(line -> line.substring(line.indexOf(victim))).distinct().collect(Collectors.joining(" | ")));
    }

    private void aLoadBalancerDies() throws StepFailed {
        programme.step("the talk goes on: everybody reads every line once, in order", () -> {
            var leader = stage.leader();
            try (var talk = new Conversation(List.of(robert, natasha), "racing", 50, STEP)) {
                talk.awaitLine(elon, 10, SOON);
                stage.cluster().kill(leader);
                talk.check(stage.friends(), START);
            }
            return "4 x 100 lines while " + leader + " died";
        });
    }

    private void natashaComesBack() throws StepFailed {
        programme.step("Natasha leaves, logs in again at another balancer, and is heard", () -> {
            natasha.type("#quit");
            natasha.awaitExit(SOON);
            natasha = stage.enter(natasha.account().again());
            natasha.await("welcome natasha", START);
            return everybodyReads(natasha, "I am back. Did I miss anything?");
        });
    }

    private void theySayGoodbye() throws StepFailed {
        programme.step("all leave, and each process ends well", () -> {
            for (var friend : stage.friends()) {
                friend.type("#quit");
            }
            for (var friend : stage.friends()) {
                var code = friend.awaitExit(SOON);
                if (code != 0) {
                    throw new Surprise(friend.user() + " ends with exit code 0", Integer.toString(code));
                }
            }
            var killed = stage.cluster().stop();
            if (!killed.isEmpty()) {
                throw new Surprise("the servers end when they are asked to", "had to be killed: " + killed);
            }
            return "";
        });
    }

}
