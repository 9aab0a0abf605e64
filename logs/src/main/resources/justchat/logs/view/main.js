// SPDX-License-Identifier: Apache-2.0

const page = Object.fromEntries(Array.from(document.querySelectorAll('[id]'), found => [found.id, found]));
const run = new Run(JSON.parse(page.run.textContent));
const state = new State(run);

const go = event => {
  state.show(event);
  state.change({selected: event});
  stage.reveal(event);
};
const searchFor = query => {
  page.query.value = query;
  state.change({query, selected: -1, followed: ''});
  if (state.hits.length > 0) {
    state.show(state.hits[0]);
    stage.reveal(state.hits[0]);
  }
};
/** Adds a term to the search, in the place of an earlier one with this key. */
const narrow = (key, value) => {
  const kept = page.query.value.split(/\s+/).filter(term => term !== '' && !term.startsWith(`${key}=`));
  searchFor(kept.concat(value === '' ? [] : fieldQuery(key, value)).join(' '));
};
/** To the next found event in this direction. */
const found = step => {
  const {hits, selected} = state;
  if (hits.length > 0) {
    const from = hits.indexOf(selected);
    const start = step > 0 ? hits.findIndex(hit => hit > selected) : hits.findLastIndex(hit => hit < selected);
    go(hits[from < 0 ? Math.max(0, start) : (from + step + hits.length) % hits.length]);
  }
};
const open = event => {
  if (event >= 0 && state.stands[event] > 1) {
    state.change({opened: new Set(state.opened).add(event)});
  }
};
const clear = () => {
  stage.setCursor(-1, false);
  if (state.followed !== '') {
    state.change({followed: ''});
  } else if (state.selected >= 0) {
    state.change({selected: -1});
  } else {
    searchFor('');
  }
};

const stage = new Stage(state, page);
const heads = new Heads(state, stage, page, searchFor);
const panel = new Panel(state, page.panel, go, searchFor);
const keys = new Keys(state, stage, {search: () => page.query.focus(), help: () => page.help.showModal(), found, clear, open});

stage.onPick = event => state.change({selected: event === state.selected ? -1 : event});
stage.onOpen = open;

/** The address names what is in view; it is written when the reader rests. */
let writing;
const writeAddress = () => {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const fragment = state.toFragment(stage.view.top <= 1 ? 0 : stage.topRow());
    history.replaceState(null, '', fragment === '' ? location.pathname + location.search : `#${fragment}`);
  }, 300);
};
stage.onView = writeAddress;

const drawControls = () => {
  const searching = state.query.trim() !== '';
  page.hits.textContent = state.mistake || (searching ? `${count(state.hits.length, 'event')}` : '');
  page.hits.classList.toggle('mistake', state.mistake !== '');
  page.only.checked = state.only;
  page.quiet.checked = !state.folding;
  page.previous.disabled = page.next.disabled = state.hits.length === 0;
};

let columns = '';
state.onChange(anew => {
  const now = `${state.order} ${Array.from(state.hidden)} ${state.columnWidth}`;
  if (anew || now !== columns) {
    columns = now;
    stage.resize();
    heads.draw();
  } else {
    stage.repaint();
  }
  panel.draw();
  drawControls();
  writeAddress();
});

const readAddress = () => {
  const row = state.fromFragment(location.hash.slice(1));
  page.query.value = state.query;
  stage.anchor = null;
  stage.resize();
  heads.draw();
  if (row > 0) {
    stage.toRow(row);
  } else if (state.selected >= 0) {
    stage.reveal(state.selected);
  }
};

/** The picture of what is in view, with the names above it. */
const picture = pen => {
  const {view} = stage;
  const names = 34;
  pen.box(0, 0, view.width, view.height + names, stage.theme.paper, 1);
  const place = new Place(stage.scene(), view);
  paint(pen, stage.scene(), {...view, top: view.top - names, height: view.height + names});
  pen.box(0, 0, view.width, names - 8, stage.theme.paper, 1);
  eachColumn(stage.scene(), process => {
    const name = pen.fit(shortName(run.processes[process]), view.columnWidth - 8, `600 ${LABEL_FONT}`);
    pen.text(place.x(process) - 5, 14, name, stage.theme.ink, stage.theme.paper, 1, `600 ${LABEL_FONT}`);
  });
  return {width: view.width, height: view.height + names};
};
const download = (content, name) => {
  const address = URL.createObjectURL(content);
  element('a', {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  page.save.open = false;
};
page.svg.onclick = () => {
  const pen = new SvgPen(stage.pen);
  const {width, height} = picture(pen);
  download(new Blob([pen.picture(width, height, stage.theme.paper)], {type: 'image/svg+xml'}), 'justchat-run.svg');
};
page.png.onclick = () => {
  const canvas = element('canvas', {width: 2 * stage.view.width, height: 2 * (stage.view.height + 34)});
  const context = canvas.getContext('2d');
  context.scale(2, 2);
  picture(new CanvasPen(context));
  canvas.toBlob(content => download(content, 'justchat-run.png'));
};
page.copy.onclick = () => {
  page.save.open = false;
  navigator.clipboard?.writeText(location.href);
};

page.title.append(run.title, element('small', {}, `${count(run.count, 'event')}, ${
  count(run.processes.length, 'process', 'processes')}`));
document.title = `${run.title}: space-time diagram`;
page.notes.hidden = run.notes.length === 0;
page.notes.textContent = run.notes.join('\n');
const {rooms, users} = choices(run);
const fill = (select, title, key, values) => {
  select.replaceChildren(element('option', {value: ''}, title), ...values.map(value => element('option', {value}, value)));
  select.hidden = values.length === 0;
  select.onchange = () => narrow(key, select.value);
};
fill(page.rooms, 'All rooms', 'room', rooms);
fill(page.users, 'All users', 'user', users);

let typing;
page.query.oninput = () => {
  clearTimeout(typing);
  typing = setTimeout(() => searchFor(page.query.value), 150);
};
page.search.onsubmit = event => {
  event.preventDefault();
  found(1);
};
page.previous.onclick = () => found(-1);
page.next.onclick = () => found(1);
page.only.onchange = () => state.change({only: page.only.checked});
page.quiet.onchange = () => state.change({folding: !page.quiet.checked, opened: new Set()});
page.in.onclick = () => stage.zoomRows(1.25);
page.out.onclick = () => stage.zoomRows(0.8);
page.narrow.onclick = () => stage.zoomColumns(0.8);
page.wide.onclick = () => stage.zoomColumns(1.25);
page.fit.onclick = () => stage.zoomColumns(0);
page.ask.onclick = () => page.help.showModal();

document.addEventListener('keydown', event => {
  if (page.help.open || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.target.matches('input[type=search], select')) {
    if (event.key === 'Escape') {
      page.canvas.focus();
    }
  } else if (keys.press(event.key, document.activeElement === page.canvas)) {
    event.preventDefault();
  }
});
addEventListener('hashchange', readAddress);
readAddress();
