// SPDX-License-Identifier: Apache-2.0

/*
 * What the page claims, looked at from inside, with slow obvious twins. Runs in the scope of the page's own script, to
 * its end before the page has loaded, so nothing here waits for anything.
 */
const verdict = element('pre', {id: 'verdict', hidden: true});
document.body.append(verdict);
const claim = (words, look) => {
  let result;
  try {
    result = look();
  } catch (error) {
    result = `${error} ${error.stack}`;
  }
  verdict.append(`${result === true ? 'holds' : 'FAILS'}: ${words}${result === true ? '' : `: ${result}`}\n`);
};
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
  || `${JSON.stringify(one)} is not ${JSON.stringify(other)}`.slice(0, 400);
const all = Array.from(run.process.keys());

/** Numbers that look random, the same each time. */
let seed = 12345;
const random = limit => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor(seed / 65536) % limit;
};

// --- the run

/** Happened-before by a walk along processes and messages. */
const pasts = all.map(() => new Set());
all.forEach(event => {
  const before = run.number[event] > 1 ? [run.events[run.process[event]][run.number[event] - 2]] : [];
  [...before, ...run.causesOf(event)].forEach(cause => {
    pasts[event].add(cause);
    pasts[cause].forEach(earlier => pasts[event].add(earlier));
  });
});
claim('all events are there', () => same(run.count, 401));
claim('happened-before is what clocks say', () => all.every(event => all.every(other =>
  run.happenedBefore(other, event) === pasts[event].has(other))));
claim('a past is what happened before', () => all.every(event => {
  const past = run.past(event);
  return all.every(other => (run.number[other] <= past[run.process[other]])
    === (other === event || pasts[event].has(other)));
}));
claim('a future is what happened after', () => all.every(event => {
  const future = run.future(event);
  return all.every(other => (future[run.process[other]] > 0 && run.number[other] >= future[run.process[other]])
    === (other === event || pasts[other].has(event)));
}));
claim('effects are causes, seen from the other side', () => all.every(event =>
  Array.from(run.effectsOf(event)).every(effect => run.causesOf(effect).includes(event))
  && all.filter(other => run.causesOf(other).includes(event)).length === run.effectsOf(event).length));

// --- the layout

/** Pairs of events of two processes with nothing between, all of them shown. */
const pairs = events => {
  const shown = new Set(events);
  return events.flatMap(event => {
    const past = Array.from(pasts[event]).filter(earlier => shown.has(earlier));
    return past.filter(earlier => run.process[earlier] !== run.process[event]
      && !past.some(between => pasts[between].has(earlier))).map(earlier => `${earlier},${event}`);
  }).sort();
};
const ascending = list => list.sort((one, other) => one - other);
const shownSets = {
  all: all.map(() => 1),
  'some events': all.map(() => random(3) === 0 ? 1 : 0),
  'half of the processes': all.map(event => run.process[event] % 2),
  'all but servers': all.map(event => run.roles[run.process[event]] === 1 ? 0 : 1),
  nothing: all.map(() => 0)
};
Object.entries(shownSets).forEach(([name, set]) => {
  const layout = new Layout(run, Uint8Array.from(set));
  const events = all.filter(event => set[event]);
  const messages = layout.from.map((from, message) => [from, layout.to[message]]);
  claim(`rows go down with time: ${name}`, () => events.every(event => events.every(other =>
    !pasts[event].has(other) || layout.row[other] < layout.row[event])));
  claim(`messages are the pairs with nothing between: ${name}`, () =>
    same(messages.map(pair => pair.join()).sort(), pairs(events)));
  [[0, 5], [3, 3], [10, 40], [0, layout.rowCount], [-3, 1]].forEach(([first, last]) => {
    claim(`what is in rows ${first} to ${last} is found: ${name}`, () => {
      const seenMessages = [];
      layout.eachMessage(first, last, message => seenMessages.push(message));
      const seenEvents = [];
      layout.eachEvent(first, last, event => seenEvents.push(event));
      return same([ascending(seenMessages), ascending(seenEvents)],
        [Array.from(messages.keys()).filter(message => layout.row[messages[message][0]] <= last
          && layout.row[messages[message][1]] >= Math.max(0, first)),
        events.filter(event => layout.row[event] >= first && layout.row[event] <= last)]);
    });
  });
});
claim('rows are as few as levels when all is shown', () =>
  same(new Layout(run, new Uint8Array(run.count).fill(1)).rowCount, Math.max(...run.level) + 1));
claim('folding stands for every event once', () => {
  const shown = new Uint8Array(run.count).fill(1);
  const stands = foldQuiet(run, shown, new Set());
  return stands.some(number => number >= FOLD_FROM) && stands.reduce((sum, number) => sum + number, 0) === run.count
    && all.every(event => (stands[event] > 0) === (shown[event] === 1));
});

// --- search

const hits = query => search(run, query).reduce((sum, found) => sum + found, 0);
const having = test => all.filter(event => test(run.textOf(event), run.processes[run.process[event]])).length;
claim('a word is found', () => same(hits('REPLICATES'), having(text => text.includes('replicates'))));
claim('two terms must both hold', () => same(hits('shows room=tea'), having(text => /shows room=tea /.test(text))));
claim('a term can be turned round', () => same(hits('-shows'), having(text => !text.includes('shows'))));
claim('a pattern is found', () => same(hits('/^info (posts|shows) /'), having(text => /^INFO (posts|shows) /.test(text))));
claim('a process is found', () => same(hits('host=ms-1'), having((_, name) => name === 'ms-1')));
claim('a wildcard is found', () => same(hits('host=ms-*'), having((_, name) => name.startsWith('ms-'))));
claim('a user is found by her client', () => same(hits('user=user2'), having((_, name) => name === 'client-user2')));
claim('quotes keep words together', () => same(hits('"receives post"'), having(text => text.includes('receives post'))));
claim('nothing is found by nothing', () => same(hits('  '), 0));
claim('a wrong pattern is a mistake, not a fault', () => {
  searchFor('/(/');
  const words = page.hits.textContent;
  searchFor('');
  return same(words, '/(/ is no regular expression.');
});
claim('a field comes back as it was written', () => same(parseFields('INFO does room=a+b%20%c3%bc by=x%zz y=1-2,3'),
  [{key: 'room', value: 'a b ü'}, {key: 'by', value: 'x%zz'}, {key: 'y', value: '1-2,3'}]));
claim('places are counted out', () => same(places('2.7:31-33,1.4:9,x,3.1:5-2'), ['2.7:31', '2.7:32', '2.7:33', '1.4:9']));
claim('a message is followed by both its names', () => {
  const text = run.texts.findIndex(text => text.includes('delivers room=lobby'));
  const [byAuthor, byPlace] = messagesOf(run, text);
  const names = text => text.includes('room=lobby')
    && text.split(' ').some(word => word === `message=${byAuthor.split(' ')[1]}` || word === `at=${byPlace.split(' ')[1]}`);
  const expected = all.map(event => names(run.textOf(event)) ? 1 : 0);
  return same([Array.from(follow(run, byPlace)), Array.from(follow(run, byAuthor))], [expected, expected]);
});

// --- the screen

/** Counts the marks that are drawn: each lies on paper of its shape. */
class CountingPen extends CanvasPen {
  marks = 0;

  polygons(polygons, colour, alpha) {
    this.marks += colour === stage.theme.paper ? polygons.length : 0;
    super.polygons(polygons, colour, alpha);
  }

  disc(x, y, radius, colour, alpha) {
    this.marks += colour === stage.theme.paper ? 1 : 0;
    super.disc(x, y, radius, colour, alpha);
  }
}
claim('what is in view is drawn, and nothing else', () => {
  const pen = new CountingPen(stage.pen.context);
  const view = {...stage.view, top: 300, height: 400};
  paint(pen, stage.scene(), view);
  const first = Math.floor((300 - TOP - BESIDE) / view.rowHeight);
  const last = Math.ceil((700 - TOP + BESIDE) / view.rowHeight);
  return same(pen.marks, all.filter(event => state.layout.row[event] >= first && state.layout.row[event] <= last).length);
});
claim('a scrolled picture is what a fresh one would be', () => {
  const scene = stage.scene();
  const at = (picture, top) => picture.draw(scene, {...stage.view, top}, 1);
  const pixels = ({canvas, pen}) => pen.context.getImageData(0, 0, canvas.width, canvas.height).data;
  const scrolled = new Picture();
  [300, 337, 338, 290, 900, 640, 641, 500].forEach(top => at(scrolled, top));
  const fresh = new Picture();
  at(fresh, 500);
  const one = pixels(scrolled);
  const other = pixels(fresh);
  const most = one.reduce((worst, value, index) => Math.max(worst, Math.abs(value - other[index])), 0);
  return one.some(value => value !== one[0]) && most <= 24 || `a pixel differs by ${most}`;
});
claim('every event is found where it is drawn', () => {
  const place = new Place(stage.scene(), stage.view);
  const inView = all.filter(event => state.layout.row[event] >= 0 && place.of(event)[1] < stage.view.height);
  return inView.length > 30 ? same(inView.map(event => stage.at(...place.of(event))), inView) : inView.length;
});
claim('beside the diagram is nothing', () => same(stage.at(stage.view.width - 1, 2), -1));
claim('the panel tells of the selected event', () => {
  const event = all.findLast(event => run.causesOf(event).length > 0);
  go(event);
  const words = page.panel.textContent;
  return [plain(run.textOf(event)), 'Received from', 'Clock', `${pasts[event].size} events before it`]
    .every(part => words.includes(part)) || words;
});
claim('what is neither past nor future is faded', () => same(Array.from(state.strong), all.map(event =>
  event === state.selected || pasts[state.selected].has(event) || pasts[event].has(state.selected) ? 1 : 0)));
claim('an address brings the view back', () => {
  searchFor('shows');
  state.hide(0);
  state.move(1, 3);
  state.change({selected: run.events[6][4], rowHeight: 30, folding: false});
  const fragment = state.toFragment(7);
  state.reset();
  state.changeAll();
  const row = state.fromFragment(fragment);
  return same([row, state.query, state.hidden.has(0), state.slots[1], state.folding, state.rowHeight, state.toFragment(7)],
    [7, 'shows', true, 3, false, 30, fragment]);
});
claim('an address that makes no sense does no harm', () => {
  const row = state.fromFragment('event=x:9&row=-5&height=x&width=1e9&hide=nobody&order=,,&search=%zz&follow=%3Cb%3E');
  return same([row, state.selected, state.rowHeight, state.columnWidth], [0, -1, 22, MAX_COLUMN]);
});
claim('what is hidden comes back when somebody goes there', () => {
  state.fromFragment('');
  const event = run.events[3][2];
  state.hide(3);
  const before = state.layout.row[event];
  go(event);
  return before === -1 && state.layout.row[event] >= 0 && state.selected === event && !state.hidden.has(3);
});
claim('keys go along a process, across, and to a cause', () => {
  state.fromFragment('quiet=1');
  stage.resize();
  stage.setCursor(run.events[3][5], false);
  keys.press('ArrowDown', true);
  const below = stage.cursor;
  keys.press('ArrowRight', true);
  const beside = run.process[stage.cursor];
  const received = all.find(event => run.causesOf(event).length > 0);
  stage.setCursor(received, false);
  keys.press('c', false);
  return same([below, beside, stage.cursor, page.spoken.textContent.includes('event')],
    [run.events[3][6], 4, run.causesOf(received)[0], true]);
});
claim('the diagram as SVG is well-formed', () => {
  const pen = new SvgPen(stage.pen);
  const {width, height} = picture(pen);
  const parsed = new DOMParser().parseFromString(pen.picture(width, height, stage.theme.paper), 'image/svg+xml');
  return same([parsed.querySelectorAll('parsererror').length, parsed.querySelectorAll('circle').length > 5,
    parsed.documentElement.textContent.includes('lb-1')], [0, true, true]);
});
claim('markup in a picture is text', () => same(markup('<a b="&">'), '&#60;a b=&#34;&#38;&#34;&#62;'));

// --- strangers

claim('a hostile text is shown as it is and does nothing', () => {
  const event = run.events[run.processes.indexOf('stranger')][0];
  go(event);
  return same([run.textOf(event), page.panel.textContent.includes('<img src=x'), document.images.length,
    document.scripts.length], ['INFO says text="<' + '/script><img src=x onerror=document.title=1>\'&amp;\\u202e\\u0000\\ud800',
    true, 0, 2]);
});
claim('notes are text', () => same([page.notes.textContent, page.notes.children.length], ['<b>note</b>', 0]));
claim('nothing was asked of anybody', () => same(performance.getEntriesByType('resource').length, 0));
claim('every control has a name', () => Array.from(document.querySelectorAll('button, select, input')).every(control =>
  (control.textContent + (control.getAttribute('aria-label') ?? '') + (control.closest('label')?.textContent ?? ''))
    .trim() !== ''));
verdict.append('end');
