// SPDX-License-Identifier: Apache-2.0

/** How many events a list shows at first, and with each press of its button. */
const LISTED = 60;

/** What stands beside the diagram: the selected event, the followed message, what was found, or the whole. */
class Panel {
  constructor(state, panel, onGo, onSearch) {
    this.state = state;
    this.panel = panel;
    this.onGo = onGo;
    this.onSearch = onSearch;
    this.open = new Set(['Clock']);
  }

  draw() {
    const {state} = this;
    const parts = [];
    if (state.followed !== '') {
      parts.push(...this.story());
    }
    if (state.selected >= 0) {
      parts.push(...this.event(state.selected));
    } else if (state.query.trim() !== '' && !state.mistake) {
      parts.push(element('h2', {}, `Found: ${count(state.hits.length, 'event')}`), this.list(state.hits));
    } else if (state.followed === '') {
      parts.push(...this.whole());
    }
    const shown = `${state.selected} ${state.followed} ${state.query}`;
    this.panel.replaceChildren(...parts);
    if (shown !== this.shown) {
      this.panel.scrollTop = 0;
      this.shown = shown;
    }
  }

  event(event) {
    const {run} = this.state;
    const process = run.process[event];
    const past = run.past(event);
    const size = past.reduce((sum, number) => sum + number, 0) - 1;
    const after = run.future(event).reduce((sum, number, other) => sum
      + (number > 0 ? run.events[other].length - number + 1 : 0), 0) - 1;
    return [
      element('h2', {}, mark(run, process), ` ${run.processes[process]} `,
        element('small', {}, `event ${run.number[event]} of ${run.events[process].length}`)),
      element('p', {className: 'text'}, plain(run.textOf(event))),
      this.fields(event),
      this.followers(event),
      element('p', {}, `${count(size, 'event')} before it, ${after.toLocaleString('en')} after it, ${
        (run.count - 1 - size - after).toLocaleString('en')} concurrent with it.`),
      ...this.neighbours('Received from', run.causesOf(event)),
      ...this.neighbours('Received by', run.effectsOf(event)),
      this.section('Clock', this.clock(event, past)),
      this.section(`Past, latest first (${size})`, this.list(this.pastOf(event, past)))
    ];
  }

  fields(event) {
    const {run} = this.state;
    return element('dl', {}, ...run.fields(run.text[event]).flatMap(({key, value}) => [element('dt', {}, key),
      element('dd', {}, element('button', {type: 'button', title: 'Search for this',
        onclick: () => this.onSearch(fieldQuery(key, value))}, value))]));
  }

  followers(event) {
    const {state} = this;
    const all = messagesOf(state.run, state.run.text[event]);
    const named = all.slice(0, isOneMessage(all) ? 1 : 5);
    return named.length === 0 ? '' : element('div', {className: 'row'}, ...named.map(name => element('button', {type: 'button',
      onclick: () => state.change({followed: name})}, `Follow ${name}`)));
  }

  neighbours(title, events) {
    return events.length === 0 ? [] : [element('h3', {}, title), this.list(Array.from(events))];
  }

  /** The past as a list: a way through time for who cannot see the picture. */
  pastOf(event, past) {
    const {run} = this.state;
    const events = [];
    for (let earlier = event - 1; earlier >= 0; earlier--) {
      if (run.number[earlier] <= past[run.process[earlier]]) {
        events.push(earlier);
      }
    }
    return events;
  }

  clock(event, past) {
    const {run} = this.state;
    const before = run.number[event] === 1 ? past.map(() => 0)
      : run.past(run.events[run.process[event]][run.number[event] - 2]);
    const rows = run.processes.map((name, process) => process).filter(process => past[process] > 0)
      .map(process => element('tr', {}, element('td', {}, mark(run, process), ` ${run.processes[process]}`),
        element('td', {}, String(past[process])), element('td', {className: 'gain'},
          past[process] > before[process] ? `+${past[process] - before[process]}` : '')));
    return element('table', {className: 'clock'}, ...rows);
  }

  story() {
    const {state} = this;
    const events = Array.from(state.story.keys()).filter(event => state.story[event]);
    return [element('h2', {}, `Message ${state.followed}`),
      element('p', {}, events.length === 0 ? 'No event of this run names it.' : `${count(events.length, 'event')} name it, of ${
        count(new Set(events.map(event => state.run.process[event])).size, 'process', 'processes')}.`),
      element('div', {className: 'row'}, element('button', {type: 'button',
        onclick: () => state.change({followed: ''})}, 'Follow no more')),
      state.selected >= 0 ? this.section('Its events', this.list(events)) : this.list(events)];
  }

  whole() {
    const {run, layout} = this.state;
    const byRole = ROLE_NAMES.map((name, role) => ({name, role, count: run.roles.filter(other => other === role).length}))
      .filter(({count}) => count > 0);
    return [
      element('h2', {}, 'The whole run'),
      element('p', {}, `${count(run.count, 'event')} and ${count(run.causes.length, 'message')} of ${
        count(run.processes.length, 'process', 'processes')}, in ${count(layout.rowCount, 'row')}.`),
      element('dl', {}, ...byRole.flatMap(({name, role, count: processes}) => [
        element('dt', {}, element('i', {className: `mark role-${role}`}), ` ${name}`), element('dd', {}, String(processes))])),
      element('p', {}, 'A column is a process, a mark an event, an arrow a message; time runs downwards. Click an event to '
        + 'see what led to it and what it led to. Press ? for more.'),
      element('h3', {}, 'First events'), this.list(Array.from(run.process.keys()).slice(0, LISTED))];
  }

  section(title, ...content) {
    const name = title.replace(/ \(.*/, '');
    const details = element('details', {open: this.open.has(name)}, element('summary', {}, title), ...content);
    details.addEventListener('toggle', () => {
      if (details.open) {
        this.open.add(name);
      } else {
        this.open.delete(name);
      }
    });
    return details;
  }

  list(events) {
    const list = element('ol');
    const more = element('button', {type: 'button'});
    const grow = () => {
      const from = list.children.length;
      list.append(...events.slice(from, from + LISTED).map(event => element('li', {}, this.link(event))));
      const left = events.length - list.children.length;
      more.hidden = left === 0;
      more.textContent = `Show more (${left} left)`;
    };
    more.onclick = grow;
    grow();
    return element('div', {}, list, more);
  }

  link(event) {
    const {run} = this.state;
    return element('button', {type: 'button', className: 'event', onclick: () => this.onGo(event)},
      mark(run, run.process[event]), ` ${run.processes[run.process[event]]} `,
      element('small', {}, String(run.number[event])), element('q', {}, plain(run.textOf(event))));
  }
}

function count(number, word, words = `${word}s`) {
  return `${number.toLocaleString('en')} ${number === 1 ? word : words}`;
}
