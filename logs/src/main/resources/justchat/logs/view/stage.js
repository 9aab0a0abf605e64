// SPDX-License-Identifier: Apache-2.0

/** In pixels: as narrow as a column gets, and as wide, when all are fitted in. */
const LEAST_FITTED = 30;
const MOST_FITTED = 260;
/** How near the pointer must be to an event, in pixels. */
const REACH = 11;

/** The diagram on the screen: scrolling, zooming, and what is under the pointer. Draws at most once a frame. */
class Stage {
  constructor(state, page) {
    this.state = state;
    this.page = page;
    this.pen = new CanvasPen(page.canvas.getContext('2d', {alpha: false}));
    this.picture = new Picture();
    /** Where the keyboard or the pointer is; -1 is nowhere. */
    this.cursor = -1;
    this.minimap = new Minimap(page.minimap, part => {
      page.scroller.scrollTop = part * page.surface.clientHeight - this.view.height / 2;
    });
    this.onView = () => {};
    page.scroller.addEventListener('scroll', () => {
      this.draw();
      this.setCursor(this.cursor, false);
    });
    new ResizeObserver(() => this.resize()).observe(page.scroller);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.resize());
    this.takePointer();
  }

  /** What `paint` needs. */
  scene() {
    const {run, layout, slots, stands, strong, found, cone, selected} = this.state;
    return {run, layout, slots, stands, strong, found, cone, selected, theme: this.theme};
  }

  /** After a change of rows, columns, size or colours. What the reader looks at stays where it is. */
  resize() {
    const {scroller, surface, canvas, heads} = this.page;
    const {state} = this;
    const anchor = this.anchor;
    this.theme = readTheme();
    const shown = state.order.length - state.hidden.size;
    const fitted = Math.floor((scroller.clientWidth - 2 * MARGIN) / Math.max(1, shown));
    const columnWidth = state.columnWidth || bounded(fitted, LEAST_FITTED, MOST_FITTED);
    heads.classList.toggle('turned', columnWidth < 74);
    const width = 2 * MARGIN + shown * columnWidth;
    surface.style.width = heads.style.width = `${Math.max(width, scroller.clientWidth)}px`;
    surface.style.height = `${2 * TOP + Math.max(1, state.layout.rowCount) * state.rowHeight}px`;
    const height = Math.max(1, scroller.clientHeight - heads.offsetHeight);
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(scroller.clientWidth * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${scroller.clientWidth}px`;
    canvas.style.height = `${height}px`;
    this.view = {left: 0, top: 0, width: scroller.clientWidth, height, rowHeight: state.rowHeight, columnWidth};
    this.minimap.prepare(this.scene());
    this.picture.forget();
    if (anchor) {
      const row = this.rowOf(anchor.event);
      scroller.scrollTop = Math.max(0, TOP + row * state.rowHeight - anchor.offset);
    }
    // At once: a canvas with another size is empty.
    this.drawNow();
  }

  /** The row of an event, or if it is not shown, that of the last shown one before it on its process. */
  rowOf(event) {
    const {run, layout} = this.state;
    return layout.row[event] >= 0
      ? layout.row[event]
      : Math.max(0, rowUpTo({run, layout}, run.process[event], run.number[event]));
  }

  /** After a change that moves nothing. */
  repaint() {
    this.minimap.prepare(this.scene());
    this.picture.forget();
    this.draw();
  }

  draw() {
    this.wanted ??= requestAnimationFrame(() => {
      this.wanted = undefined;
      this.drawNow();
    });
  }

  drawNow() {
    const {scroller} = this.page;
    const {view, state} = this;
    const ratio = window.devicePixelRatio || 1;
    view.left = scroller.scrollLeft;
    view.top = Math.round(scroller.scrollTop * ratio) / ratio;
    const scene = this.scene();
    this.picture.draw(scene, view, ratio);
    const {context} = this.pen;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.drawImage(this.picture.canvas, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawCursor(scene);
    const whole = 2 * TOP + state.layout.rowCount * view.rowHeight;
    this.minimap.draw(this.theme, view.top / whole, Math.min(1, (view.top + view.height) / whole));
    this.anchor = this.findAnchor();
    this.onView();
  }

  drawCursor(scene) {
    const {cursor} = this;
    if (cursor >= 0 && cursor !== scene.selected && scene.layout.row[cursor] >= 0) {
      const place = new Place(scene, this.view);
      this.pen.ring(...place.of(cursor), place.radius + 4, this.theme.ink, 1.25);
    }
  }

  /** What the reader looks at: the selected event if it is in view, else the topmost. */
  findAnchor() {
    const {view, state} = this;
    const offset = event => TOP + state.layout.row[event] * view.rowHeight - view.top;
    if (state.selected >= 0 && state.layout.row[state.selected] >= 0 && offset(state.selected) > 0
      && offset(state.selected) < view.height) {
      return {event: state.selected, offset: offset(state.selected)};
    }
    const event = view.top <= 1 ? undefined : state.layout.sorted[state.layout.rowStart[this.topRow()]];
    return event === undefined ? null : {event, offset: offset(event)};
  }

  /** The first row in view. */
  topRow() {
    const row = Math.ceil((this.view.top - TOP) / this.view.rowHeight);
    return Math.max(0, Math.min(row, this.state.layout.rowCount - 1));
  }

  toRow(row) {
    this.page.scroller.scrollTop = row === 0 ? 0 : TOP + row * this.view.rowHeight - this.view.rowHeight / 2;
  }

  /** Brings an event into view, with some of its surroundings. */
  reveal(event) {
    const {scroller} = this.page;
    const {view} = this;
    const y = TOP + this.state.layout.row[event] * view.rowHeight;
    if (y < scroller.scrollTop + 50 || y > scroller.scrollTop + view.height - 50) {
      scroller.scrollTop = y - view.height * 0.4;
    }
    const x = MARGIN + (this.state.slots[this.state.run.process[event]] + 0.5) * view.columnWidth;
    if (x < scroller.scrollLeft + view.columnWidth / 2 || x > scroller.scrollLeft + view.width - view.columnWidth / 2) {
      scroller.scrollLeft = x - view.width / 2;
    }
    this.draw();
  }

  /** The event at a point of the canvas, -1 if there is none. */
  at(x, y) {
    const {view, state} = this;
    const place = new Place(this.scene(), view);
    const row = Math.round((y + view.top - TOP) / view.rowHeight);
    const rows = Math.max(1, Math.ceil(REACH / view.rowHeight));
    const wordsFrom = view.columnWidth >= LABEL_COLUMN && view.rowHeight >= LABEL_ROW ? view.columnWidth - 28 : REACH;
    let nearest = -1;
    let distance = Infinity;
    state.layout.eachEvent(row - rows, row + rows, event => {
      const [eventX, eventY] = place.of(event);
      const dx = x - eventX;
      const dy = Math.abs(y - eventY);
      const beside = dx > 0 && dx < wordsFrom && dy <= view.rowHeight / 2;
      const away = beside ? dy : Math.hypot(dx, dy);
      if ((beside || away <= REACH) && away < distance) {
        nearest = event;
        distance = away;
      }
    });
    return nearest;
  }

  /** Zooms so that the row at `y` stays there. */
  zoomRows(factor, y = this.view.height / 2) {
    const {view, state} = this;
    const row = (view.top + y - TOP) / view.rowHeight;
    const rowHeight = bounded(state.rowHeight * factor, MIN_ROW, MAX_ROW);
    this.anchor = null;
    state.change({rowHeight});
    this.resize();
    this.page.scroller.scrollTop = TOP + row * rowHeight - y;
  }

  zoomColumns(factor, x = this.view.width / 2) {
    const {view, state} = this;
    const slot = (view.left + x - MARGIN) / view.columnWidth;
    state.change({columnWidth: factor === 0 ? 0 : bounded(view.columnWidth * factor, MIN_COLUMN, MAX_COLUMN)});
    this.resize();
    this.page.scroller.scrollLeft = MARGIN + slot * this.view.columnWidth - x;
  }

  setCursor(event, speak) {
    if (event !== this.cursor) {
      this.cursor = event;
      this.draw();
    }
    const {tip, canvas, spoken} = this.page;
    const drawn = event >= 0 && this.state.layout.row[event] >= 0;
    tip.hidden = !drawn;
    if (drawn) {
      describe(this.state, event, tip);
      const bounds = canvas.getBoundingClientRect();
      const place = new Place(this.scene(), {...this.view, left: this.page.scroller.scrollLeft,
        top: this.page.scroller.scrollTop});
      const [x, y] = place.of(event);
      const below = bounds.top + y + 14;
      tip.style.left = `${Math.max(4, Math.min(bounds.left + x + 14, innerWidth - tip.offsetWidth - 8))}px`;
      tip.style.top = `${below + tip.offsetHeight < innerHeight ? below : bounds.top + y - 14 - tip.offsetHeight}px`;
      if (speak) {
        spoken.textContent = `${this.state.run.nameOf(event)}: ${plain(this.state.run.textOf(event))}`;
      }
    }
  }

  takePointer() {
    const {canvas, scroller} = this.page;
    let grip = null;
    canvas.addEventListener('pointermove', event => {
      if (grip) {
        grip.moved ||= Math.hypot(event.clientX - grip.x, event.clientY - grip.y) > 4;
        if (grip.moved && event.pointerType === 'mouse') {
          canvas.classList.add('dragging');
          scroller.scrollLeft = grip.left - (event.clientX - grip.x);
          scroller.scrollTop = grip.top - (event.clientY - grip.y);
        }
        return;
      }
      const under = this.at(event.offsetX, event.offsetY);
      canvas.classList.toggle('pointing', under >= 0);
      this.setCursor(under, false);
    });
    canvas.addEventListener('pointerleave', () => this.setCursor(-1, false));
    canvas.addEventListener('pointerdown', event => {
      if (event.button === 0) {
        grip = {x: event.clientX, y: event.clientY, left: scroller.scrollLeft, top: scroller.scrollTop, moved: false};
        if (event.pointerType === 'mouse') {
          canvas.setPointerCapture(event.pointerId);
        }
      }
    });
    const release = event => {
      if (grip && !grip.moved && event.type === 'pointerup') {
        this.onPick(this.at(event.offsetX, event.offsetY), event.detail);
      }
      grip = null;
      canvas.classList.remove('dragging');
    };
    canvas.addEventListener('pointerup', release);
    canvas.addEventListener('pointercancel', release);
    canvas.addEventListener('dblclick', event => this.onOpen(this.at(event.offsetX, event.offsetY)));
    canvas.addEventListener('wheel', event => {
      if (event.ctrlKey) {
        event.preventDefault();
        const factor = Math.exp(-Math.max(-60, Math.min(60, event.deltaY || event.deltaX)) / 200);
        if (event.shiftKey) {
          this.zoomColumns(factor, event.offsetX);
        } else {
          this.zoomRows(factor, event.offsetY);
        }
      }
    }, {passive: false});
  }
}

/** What a tip says of an event. */
function describe(state, event, tip) {
  const {run} = state;
  const past = run.past(event);
  const before = run.number[event] === 1 ? null : run.past(run.events[run.process[event]][run.number[event] - 2]);
  const news = run.processes.map((name, process) => ({name, process, knows: past[process]}))
    .filter(({process, knows}) => process !== run.process[event] && knows > (before ? before[process] : 0));
  const shown = news.slice(0, 6).map(({name, knows}) => `${name} ${knows}`).join(', ');
  tip.replaceChildren(
    element('b', {}, mark(run, run.process[event]), ` ${run.nameOf(event)}`),
    element('span', {}, state.stands[event] > 1 ? `and ${state.stands[event] - 1} more quiet events: ` : '',
      plain(run.textOf(event))),
    ...(news.length > 0 ? [element('br'), element('small', {}, `learns of ${shown}${
      news.length > 6 ? ` and ${news.length - 6} more` : ''}`)] : []));
}
