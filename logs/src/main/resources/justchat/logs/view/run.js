// SPDX-License-Identifier: Apache-2.0

/**
 * The run that the page shows, as RunData.java writes it. Never changes.
 *
 * Events are named by their index; each has a greater one than all that happened before it. What a
 * process knows of another only grows, so "who knows what when" is a list of steps for each pair of
 * them, and a binary search answers what the whole clock of an event would.
 */
class Run {
  constructor(data) {
    this.title = data.title;
    this.notes = data.notes;
    this.processes = data.processes;
    this.roles = data.roles;
    this.texts = data.texts;
    this.process = Int32Array.from(data.process);
    this.text = Int32Array.from(data.text);
    this.count = this.process.length;
    this.level = new Int32Array(this.count);
    /** The how-manieth event of its process each is, from 1. */
    this.number = new Int32Array(this.count);
    /** By process: its events in their order. */
    this.events = data.processes.map(() => []);
    let event = 0;
    data.levels.forEach((size, level) => this.level.fill(level, event, event += size));
    this.process.forEach((process, index) => {
      this.number[index] = this.events[process].push(index);
    });
    this.readNews(data.news);
    this.parsed = new Array(this.texts.length);
  }

  /** Clocks and messages. `causesStart[e]` to `causesStart[e + 1]` are e's in `causes`; so with effects. */
  readNews(news) {
    this.knowledge = new Map();
    this.causesStart = new Int32Array(this.count + 1);
    const causes = [];
    for (let event = 0, at = 0; event < this.count; event++) {
      const count = news[at];
      const all = count + news[at + 1];
      at += 2;
      for (let entry = 0; entry < all; entry++, at += 2) {
        const number = this.learn(event, news[at], news[at + 1]);
        if (entry < count) {
          causes.push(this.events[news[at]][number - 1]);
        }
      }
      this.causesStart[event + 1] = causes.length;
    }
    this.causes = Int32Array.from(causes);
    this.effectsStart = new Int32Array(this.count + 1);
    causes.forEach(cause => this.effectsStart[cause + 1]++);
    for (let event = 0; event < this.count; event++) {
      this.effectsStart[event + 1] += this.effectsStart[event];
    }
    const next = this.effectsStart.slice();
    this.effects = new Int32Array(causes.length);
    for (let event = 0; event < this.count; event++) {
      this.causesOf(event).forEach(cause => { this.effects[next[cause]++] = event; });
    }
  }

  learn(event, other, gain) {
    const key = this.process[event] * this.processes.length + other;
    let steps = this.knowledge.get(key);
    if (!steps) {
      this.knowledge.set(key, steps = {at: [], value: []});
    }
    const value = (steps.value.at(-1) ?? 0) + gain;
    steps.at.push(this.number[event]);
    steps.value.push(value);
    return value;
  }

  causesOf(event) {
    return this.causes.subarray(this.causesStart[event], this.causesStart[event + 1]);
  }

  effectsOf(event) {
    return this.effects.subarray(this.effectsStart[event], this.effectsStart[event + 1]);
  }

  /** Neither sent nor received anything that others came to know by it. */
  isQuiet(event) {
    return this.causesStart[event] === this.causesStart[event + 1]
      && this.effectsStart[event] === this.effectsStart[event + 1];
  }

  /** What event `number` of `process` knows of `other`: how many of its events. 0 is none. */
  known(process, number, other) {
    if (process === other) {
      return number;
    }
    const steps = this.knowledge.get(process * this.processes.length + other);
    const index = steps ? firstAbove(steps.at, number) : 0;
    return index === 0 ? 0 : steps.value[index - 1];
  }

  /** Number of the first event of `process` that knows of event `number` of `other`; 0 if none does. */
  firstToKnow(process, other, number) {
    if (process === other) {
      return number;
    }
    const steps = this.knowledge.get(process * this.processes.length + other);
    const index = steps ? firstAbove(steps.value, number - 1) : 0;
    return steps && index < steps.at.length ? steps.at[index] : 0;
  }

  /** By process: how many of its events are the event or happened before it. It is the event's clock. */
  past(event) {
    return Int32Array.from(this.processes,
      (_, other) => this.known(this.process[event], this.number[event], other));
  }

  /** By process: the number of the first event that is this one or happened after it; 0 if none is. */
  future(event) {
    return Int32Array.from(this.processes,
      (_, other) => this.firstToKnow(other, this.process[event], this.number[event]));
  }

  happenedBefore(one, other) {
    return one !== other
      && this.known(this.process[other], this.number[other], this.process[one]) >= this.number[one];
  }

  textOf(event) {
    return this.texts[this.text[event]];
  }

  /** As a person would name it. */
  nameOf(event) {
    return `${this.processes[this.process[event]]} event ${this.number[event]}`;
  }

  /** The `key=value` pairs of a text, in their order. */
  fields(text) {
    return this.parsed[text] ??= parseFields(this.texts[text]);
  }
}

/** Index of the first of these ascending values that is greater than `limit`; their count if none is. */
function firstAbove(values, limit) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > limit) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/**
 * Texts of events are `INFO verb key=value ...`, as logs.vocabulary writes them: a blank in a value is
 * a plus, and what is not plain is percent-encoded.
 */
function parseFields(text) {
  return Array.from(text.matchAll(/(?:^|\s)([\w.-]+)=(\S*)/g), ([, key, value]) => ({key, value: decoded(value)}));
}

function decoded(value) {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

/** A text as it is drawn: that an event is an ordinary one goes without saying. */
function plain(text) {
  return text.replace(/^INFO /, '');
}
