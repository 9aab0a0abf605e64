// SPDX-License-Identifier: Apache-2.0

/** A new element with these properties and children. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  Object.entries(properties).forEach(([name, value]) => {
    if (name.startsWith('aria-')) {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  });
  made.append(...children);
  return made;
}

/** A client's name without what its mark says already. */
function shortName(name) {
  return name.replace(/^client-/, '');
}

const ROLE_NAMES = ['balancer', 'server', 'client', 'other process'];

function mark(run, process) {
  return element('i', {className: `mark role-${run.roles[process]}`});
}

/** The names of the processes above their columns: to hide, to move, to search for. */
class Heads {
  constructor(state, stage, page, onSearch) {
    this.state = state;
    this.stage = stage;
    this.page = page;
    this.onSearch = onSearch;
    page.heads.addEventListener('keydown', event => this.takeKey(event));
  }

  draw() {
    const {state, page} = this;
    const {run} = state;
    const focused = document.activeElement?.dataset?.process;
    const {columnWidth} = this.stage.view;
    const shown = state.order.filter(process => !state.hidden.has(process));
    page.heads.replaceChildren(...shown.map((process, slot) => {
      const head = element('button', {type: 'button', title: `${run.processes[process]}: ${ROLE_NAMES[run.roles[process]]}, ${
        run.events[process].length} events`, tabIndex: slot === 0 ? 0 : -1}, mark(run, process),
      element('span', {}, shortName(run.processes[process])));
      head.dataset.process = process;
      this.place(head, slot, columnWidth);
      this.takePointer(head, process);
      return head;
    }));
    if (focused !== undefined) {
      page.heads.querySelector(`[data-process="${Number(focused)}"]`)?.focus();
    }
    this.drawHidden();
  }

  place(head, slot, columnWidth) {
    const turned = columnWidth < 74;
    const middle = MARGIN + (slot + 0.5) * columnWidth;
    head.style.left = turned ? `${middle - 6}px` : columnWidth >= LABEL_COLUMN ? `${MARGIN + slot * columnWidth + 7}px`
      : `${middle - columnWidth / 2 + 2}px`;
    head.style.maxWidth = `${columnWidth - 6}px`;
  }

  drawHidden() {
    const {state, page} = this;
    const hidden = state.order.filter(process => state.hidden.has(process));
    page.hidden.hidden = hidden.length === 0;
    page.hidden.replaceChildren('Hidden:', ...hidden.map(process => {
      const name = state.run.processes[process];
      return element('button', {type: 'button', title: `Show ${name} again`, onclick: () => {
        state.change({hidden: new Set(hidden.filter(other => other !== process))});
      }}, mark(state.run, process), ` ${name} ×`);
    }), element('button', {type: 'button', onclick: () => state.change({hidden: new Set()})}, 'show all'));
  }

  /** A click opens the menu, a drag moves the column. */
  takePointer(head, process) {
    head.addEventListener('click', () => {
      if (!this.dragged) {
        this.menu(head, process);
      }
    });
    head.addEventListener('pointerdown', down => {
      this.dragged = false;
      if (down.button !== 0) {
        return;
      }
      head.setPointerCapture(down.pointerId);
      const slot = this.state.slots[process];
      const slotAt = event => slot + Math.round((event.clientX - down.clientX) / this.stage.view.columnWidth);
      head.onpointermove = event => {
        this.dragged ||= Math.abs(event.clientX - down.clientX) > 5;
        if (this.dragged) {
          head.classList.add('dragged');
          head.style.translate = `${event.clientX - down.clientX}px`;
        }
      };
      head.onpointerup = event => {
        head.onpointermove = head.onpointerup = null;
        if (this.dragged) {
          this.state.move(process, slotAt(event));
        }
      };
    });
  }

  menu(head, process) {
    const {state, page} = this;
    const name = state.run.processes[process];
    const slot = state.slots[process];
    const act = (words, action) => element('button', {type: 'button', onclick: () => {
      page.host.hidePopover();
      action();
    }}, words);
    const others = state.order.filter(other => other !== process);
    const sameRole = state.order.filter(other => state.run.roles[other] === state.run.roles[process]);
    page.host.replaceChildren(element('strong', {}, mark(state.run, process), ` ${name}`),
      act('Hide', () => state.hide(process)),
      act(`Hide every ${ROLE_NAMES[state.run.roles[process]]}`,
        () => state.change({hidden: new Set([...state.hidden, ...sameRole]), selected: -1})),
      act('Hide all others', () => state.change({hidden: new Set(others), selected: -1})),
      act('Move left', () => state.move(process, slot - 1)),
      act('Move right', () => state.move(process, slot + 1)),
      act('Search for its events', () => this.onSearch(fieldQuery('host', name))));
    const bounds = head.getBoundingClientRect();
    page.host.showPopover();
    page.host.style.left = `${Math.min(bounds.left, innerWidth - page.host.offsetWidth - 8)}px`;
    page.host.style.top = `${bounds.bottom + 2}px`;
    page.host.querySelector('button').focus();
  }

  /** Left and right go from name to name, so that all of them are one stop of the tabulator. */
  takeKey(event) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const heads = Array.from(this.page.heads.children);
    const next = heads[heads.indexOf(document.activeElement) + step];
    if (step !== 0 && next) {
      event.preventDefault();
      next.focus();
    }
  }
}
