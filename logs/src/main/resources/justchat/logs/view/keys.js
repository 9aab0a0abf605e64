// SPDX-License-Identifier: Apache-2.0

/** What keys do in the diagram: along and across processes, and the rest of what `?` lists. */
class Keys {
  constructor(state, stage, actions) {
    this.state = state;
    this.stage = stage;
    this.actions = actions;
  }

  /** Whether the key meant something. */
  press(key, canvasFocused) {
    const action = {
      '/': this.actions.search, '?': this.actions.help, n: () => this.actions.found(1), N: () => this.actions.found(-1),
      '+': () => this.stage.zoomRows(1.25), '=': () => this.stage.zoomRows(1.25), '-': () => this.stage.zoomRows(0.8),
      '[': () => this.stage.zoomColumns(0.8), ']': () => this.stage.zoomColumns(1.25), 0: () => this.stage.zoomColumns(0),
      Escape: this.actions.clear, f: () => this.follow(),
      c: () => this.neighbour('causesOf'), e: () => this.neighbour('effectsOf')
    }[key] ?? (canvasFocused ? {
      ArrowUp: () => this.along(-1), ArrowDown: () => this.along(1),
      ArrowLeft: () => this.across(-1), ArrowRight: () => this.across(1),
      Home: () => this.end(0), End: () => this.end(-1),
      PageUp: () => this.page(-1), PageDown: () => this.page(1),
      Enter: () => this.enter(), ' ': () => this.enter()
    }[key] : undefined);
    action?.();
    return action !== undefined;
  }

  /** Where the reader is: the cursor, else the selected event, else the first in view. */
  here() {
    const {layout, selected} = this.state;
    const events = [this.stage.cursor, selected, layout.sorted[layout.rowStart[this.stage.topRow()]] ?? -1];
    return events.find(event => event >= 0 && layout.row[event] >= 0) ?? -1;
  }

  go(event) {
    if (event >= 0) {
      this.stage.reveal(event);
      this.stage.setCursor(event, true);
    }
  }

  along(step) {
    const {run, layout} = this.state;
    const here = this.here();
    if (here < 0) {
      return;
    }
    if (this.stage.cursor < 0) {
      this.go(here);
      return;
    }
    const events = run.events[run.process[here]];
    let index = run.number[here] - 1 + step;
    while (index >= 0 && index < events.length && layout.row[events[index]] < 0) {
      index += step;
    }
    this.go(events[index] ?? -1);
  }

  /** To the event of the next process that is nearest in height. */
  across(step) {
    const {run, layout, slots} = this.state;
    const here = this.here();
    if (here < 0) {
      return;
    }
    for (let slot = slots[run.process[here]] + step; slots.includes(slot); slot += step) {
      const shown = run.events[slots.indexOf(slot)].filter(event => layout.row[event] >= 0);
      if (shown.length > 0) {
        this.go(shown.reduce((best, event) => Math.abs(layout.row[event] - layout.row[here])
          < Math.abs(layout.row[best] - layout.row[here]) ? event : best));
        return;
      }
    }
  }

  end(index) {
    const here = this.here();
    if (here >= 0) {
      const {run, layout} = this.state;
      this.go(run.events[run.process[here]].filter(event => layout.row[event] >= 0).at(index));
    }
  }

  page(step) {
    this.stage.page.scroller.scrollTop += step * this.stage.view.height * 0.9;
    this.stage.setCursor(-1, false);
  }

  /** Selects; what is selected already, opens. */
  enter() {
    const here = this.here();
    if (here >= 0) {
      if (here === this.state.selected) {
        this.actions.open(here);
      } else {
        this.state.change({selected: here});
      }
    }
  }

  follow() {
    const {run, followed} = this.state;
    const here = this.here();
    const named = here < 0 ? [] : messagesOf(run, run.text[here]);
    this.state.change({followed: followed === '' ? named[0] ?? '' : ''});
  }

  neighbour(which) {
    const here = this.here();
    const next = here < 0 ? undefined : this.state.run[which](here)[0];
    if (next !== undefined) {
      this.state.show(next);
      this.go(next);
    }
  }
}
