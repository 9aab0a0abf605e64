// SPDX-License-Identifier: Apache-2.0

/** Runs of at least so many quiet events of a process are drawn as one mark. */
const FOLD_FROM = 3;

/**
 * Folds the runs of quiet events, unless their first one is in `opened`: of each only the first stays
 * in `shown`. Returns how many events each event stands for, 0 for those that another stands for.
 */
function foldQuiet(run, shown, opened) {
  const stands = new Int32Array(run.count).fill(1);
  for (const events of run.events) {
    for (let first = 0; first < events.length;) {
      let end = first;
      while (end < events.length && shown[events[end]] && run.isQuiet(events[end])) {
        end++;
      }
      if (end - first >= FOLD_FROM && !opened.has(events[first])) {
        stands[events[first]] = end - first;
        for (let folded = first + 1; folded < end; folded++) {
          shown[events[folded]] = 0;
          stands[events[folded]] = 0;
        }
      }
      first = Math.max(end, first + 1);
    }
  }
  return stands;
}

/**
 * In which row each shown event is, and the messages between them. What is not shown is left out
 * without a trace but one: a message to or from it becomes one to or from those shown next to it, so
 * that happened-before among the shown events stays what it was.
 */
class Layout {
  constructor(run, shown) {
    this.run = run;
    /** By event; -1 if not shown. */
    this.row = new Int32Array(run.count).fill(-1);
    this.rowCount = 0;
    this.shownCount = 0;
    /** Messages: by index, the event at each end. */
    this.from = [];
    this.to = [];
    this.lastShown(shown);
    this.place(shown);
    this.sink();
    this.indexRows();
    this.indexMessages();
  }

  /** `latest[process][n]`: number of its last shown event among its first n, 0 if none. */
  lastShown(shown) {
    this.latest = this.run.events.map(events => {
      const latest = new Int32Array(events.length + 1);
      events.forEach((event, index) => { latest[index + 1] = shown[event] ? index + 1 : latest[index]; });
      return latest;
    });
  }

  place(shown) {
    const {run, row} = this;
    for (let event = 0; event < run.count; event++) {
      if (shown[event]) {
        const process = run.process[event];
        const before = this.latest[process][run.number[event] - 1];
        let level = before === 0 ? 0 : row[run.events[process][before - 1]] + 1;
        for (const cause of this.shownCauses(event, before)) {
          this.from.push(cause);
          this.to.push(event);
          level = Math.max(level, row[cause] + 1);
        }
        row[event] = level;
        this.rowCount = Math.max(this.rowCount, level + 1);
        this.shownCount++;
      }
    }
  }

  /**
   * Rows so far are as early as can be. What received nothing goes down to right above the first that
   * it leads to, so that a message's send and receive are near one another.
   */
  sink() {
    const {run, row} = this;
    const least = new Int32Array(run.count).fill(this.rowCount);
    const receives = new Uint8Array(run.count);
    this.to.forEach(event => { receives[event] = 1; });
    // Messages are sorted by their receive, so all that an event leads to is settled before it.
    let message = this.to.length - 1;
    for (let event = run.count - 1; event >= 0; event--) {
      if (row[event] >= 0) {
        if (!receives[event] && least[event] < this.rowCount) {
          row[event] = least[event] - 1;
        }
        for (; message >= 0 && this.to[message] === event; message--) {
          least[this.from[message]] = Math.min(least[this.from[message]], row[event]);
        }
        const before = this.latest[run.process[event]][run.number[event] - 1];
        if (before > 0) {
          const earlier = run.events[run.process[event]][before - 1];
          least[earlier] = Math.min(least[earlier], row[event]);
        }
      }
    }
  }

  /** The shown events right before this one on other processes, given the number of that on its own. */
  shownCauses(event, before) {
    const {run} = this;
    const number = run.number[event];
    if (before === number - 1 && run.causesOf(event).every(cause => this.isShown(cause))) {
      return run.causesOf(event);
    }
    const process = run.process[event];
    const candidates = [];
    for (let other = 0; other < run.processes.length; other++) {
      if (other !== process) {
        const latest = this.latest[other][run.known(process, number, other)];
        if (latest > 0 && (before === 0 || latest > run.known(process, before, other))) {
          candidates.push(run.events[other][latest - 1]);
        }
      }
    }
    return candidates.filter(one => !candidates.some(other => run.happenedBefore(one, other)));
  }

  isShown(event) {
    return this.latest[this.run.process[event]][this.run.number[event]] === this.run.number[event];
  }

  /** The shown events, sorted by row: those of row r are from `rowStart[r]` to `rowStart[r + 1]`. */
  indexRows() {
    this.rowStart = new Int32Array(this.rowCount + 1);
    this.row.forEach(row => { if (row >= 0) { this.rowStart[row + 1]++; } });
    for (let row = 0; row < this.rowCount; row++) {
      this.rowStart[row + 1] += this.rowStart[row];
    }
    const next = this.rowStart.slice();
    this.sorted = new Int32Array(this.shownCount);
    this.row.forEach((row, event) => { if (row >= 0) { this.sorted[next[row]++] = event; } });
  }

  /**
   * Messages by length and place: one that spans up to 2^s rows lies in at most two cells of that
   * size. So those that cross a few rows are found without a look at the others, however long.
   */
  indexMessages() {
    this.cells = [];
    this.from.forEach((from, message) => {
      const first = this.row[from];
      const last = this.row[this.to[message]];
      const scale = 32 - Math.clz32(last - first);
      const cells = this.cells[scale] ??= new Map();
      for (let cell = first >> scale; cell <= last >> scale; cell++) {
        if (!cells.has(cell)) {
          cells.set(cell, []);
        }
        cells.get(cell).push(message);
      }
    });
  }

  /** Calls `visit` once with each event in the rows from `first` to `last`. */
  eachEvent(first, last, visit) {
    const end = this.rowStart[Math.min(last + 1, this.rowCount)];
    for (let index = this.rowStart[Math.max(0, Math.min(first, this.rowCount))]; index < end; index++) {
      visit(this.sorted[index]);
    }
  }

  /** Calls `visit` once with each message that crosses or touches the rows from `first` to `last`. */
  eachMessage(first, last, visit) {
    first = Math.max(0, first);
    this.cells.forEach((cells, scale) => {
      for (let cell = first >> scale; cell <= last >> scale; cell++) {
        for (const message of cells.get(cell) ?? []) {
          const top = this.row[this.from[message]];
          if (top <= last && this.row[this.to[message]] >= first && cell === Math.max(top, first) >> scale) {
            visit(message);
          }
        }
      }
    });
  }
}
