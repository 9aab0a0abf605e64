// SPDX-License-Identifier: Apache-2.0

/** What the reader chose, and what follows from it for the diagram. The one owner of both. */
class State {
  constructor(run) {
    this.run = run;
    this.listeners = [];
    this.reset();
  }

  reset() {
    this.query = '';
    /** Whether what was not found is left out, not only faded. */
    this.only = false;
    this.hidden = new Set();
    /** Processes from the left. */
    this.order = this.run.processes.map((_, process) => process);
    this.folding = true;
    /** First events of runs of quiet events that are drawn nevertheless. */
    this.opened = new Set();
    this.selected = -1;
    /** Name of the followed message, or ''. */
    this.followed = '';
    /** In pixels; a width of 0 is as wide as fits. */
    this.rowHeight = 22;
    this.columnWidth = 0;
  }

  /** Calls the listener after each change, and whether rows changed. */
  onChange(listener) {
    this.listeners.push(listener);
  }

  change(changes) {
    Object.assign(this, changes);
    const anew = ['query', 'only', 'hidden', 'folding', 'opened'].some(name => name in changes);
    if (anew) {
      this.derive();
    }
    this.emphasize();
    this.listeners.forEach(listener => listener(anew));
  }

  /** All, as after `reset`. */
  changeAll() {
    this.change({query: this.query});
  }

  derive() {
    const {run} = this;
    this.mistake = '';
    try {
      this.found = search(run, this.query);
    } catch (error) {
      this.mistake = error.message;
      this.found = new Uint8Array(run.count);
    }
    const filtering = this.only && this.query.trim() !== '' && !this.mistake;
    const shown = Uint8Array.from(run.process,
      (process, event) => !this.hidden.has(process) && (!filtering || this.found[event]) ? 1 : 0);
    this.stands = this.folding && !filtering ? foldQuiet(run, shown, this.opened) : new Int32Array(run.count).fill(1);
    this.layout = new Layout(run, shown);
    this.hits = Array.from(this.found.keys()).filter(event => this.found[event] && !this.hidden.has(run.process[event]));
  }

  /** Which events are meant: the followed message's, the selected event's past and future, or what was found. */
  emphasize() {
    const {run, selected} = this;
    this.slots = new Int32Array(run.processes.length).fill(-1);
    this.order.filter(process => !this.hidden.has(process)).forEach((process, slot) => { this.slots[process] = slot; });
    this.cone = selected < 0 ? null : {past: run.past(selected), future: run.future(selected)};
    this.story = this.followed === '' ? null : follow(run, this.followed);
    if (this.story) {
      this.strong = this.story;
    } else if (this.cone) {
      const {past, future} = this.cone;
      this.strong = Uint8Array.from(run.process, (process, event) => run.number[event] <= past[process]
        || future[process] > 0 && run.number[event] >= future[process] ? 1 : 0);
    } else {
      this.strong = this.query.trim() !== '' && !this.mistake ? this.found : null;
    }
  }

  /** Changes as little as makes the event visible. */
  show(event) {
    const {run} = this;
    if (this.layout.row[event] >= 0) {
      return;
    }
    if (this.hidden.has(run.process[event])) {
      this.change({hidden: new Set(Array.from(this.hidden).filter(process => process !== run.process[event]))});
    }
    if (this.layout.row[event] < 0 && this.only) {
      this.change({only: false});
    }
    if (this.layout.row[event] < 0) {
      this.change({opened: new Set(this.opened).add(this.folder(event))});
    }
  }

  /** The event that stands for this one. */
  folder(event) {
    const events = this.run.events[this.run.process[event]];
    let index = this.run.number[event] - 1;
    while (this.stands[events[index]] === 0) {
      index--;
    }
    return events[index];
  }

  hide(process) {
    this.change({hidden: new Set(this.hidden).add(process), selected: this.selected >= 0
      && this.run.process[this.selected] === process ? -1 : this.selected});
  }

  /** Brings a process to another place among those shown. */
  move(process, slot) {
    const shown = this.order.filter(other => !this.hidden.has(other) && other !== process);
    shown.splice(Math.max(0, Math.min(slot, shown.length)), 0, process);
    this.change({order: shown.concat(this.order.filter(other => this.hidden.has(other)))});
  }

  /** As the fragment of an address; what is as ever is left out. */
  toFragment(row) {
    const {run} = this;
    const name = process => run.processes[process];
    const values = {
      event: this.selected >= 0 ? `${name(run.process[this.selected])}:${run.number[this.selected]}` : '',
      follow: this.followed,
      search: this.query,
      only: this.only ? '1' : '',
      hide: Array.from(this.hidden, name).join(','),
      order: this.order.every((process, index) => process === index) ? '' : this.order.map(name).join(','),
      quiet: this.folding ? '' : '1',
      height: this.rowHeight === 22 ? '' : String(Math.round(this.rowHeight * 10) / 10),
      width: this.columnWidth === 0 ? '' : String(Math.round(this.columnWidth)),
      row: row > 0 ? String(row) : ''
    };
    return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  }

  /** Takes over what a fragment says, as far as it makes sense. Returns the row to show on top. */
  fromFragment(fragment) {
    const values = new URLSearchParams(fragment);
    const names = key => (values.get(key) ?? '').split(',').map(name => this.run.processes.indexOf(name))
      .filter(process => process >= 0);
    this.reset();
    this.query = values.get('search') ?? '';
    this.only = values.get('only') === '1';
    this.hidden = new Set(names('hide'));
    this.order = Array.from(new Set([...names('order'), ...this.order]));
    this.folding = values.get('quiet') !== '1';
    this.followed = values.get('follow') ?? '';
    this.rowHeight = bounded(Number(values.get('height') ?? 22), MIN_ROW, MAX_ROW, 22);
    this.columnWidth = values.has('width') ? bounded(Number(values.get('width')), MIN_COLUMN, MAX_COLUMN, 0) : 0;
    this.changeAll();
    const [, name, number] = /^(.*):(\d{1,9})$/.exec(values.get('event') ?? '') ?? [];
    const selected = this.run.events[this.run.processes.indexOf(name)]?.[number - 1] ?? -1;
    if (selected >= 0) {
      this.show(selected);
      this.change({selected});
    }
    return bounded(Number(values.get('row') ?? 0), 0, this.layout.rowCount, 0);
  }
}

/** How far one can zoom, in pixels. */
const MIN_ROW = 1;
const MAX_ROW = 60;
const MIN_COLUMN = 14;
const MAX_COLUMN = 600;

function bounded(value, least, most, otherwise) {
  return Number.isFinite(value) ? Math.max(least, Math.min(most, value)) : otherwise;
}
