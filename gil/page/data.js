'use strict';

/* --- Data: runs, their bands, and what can be asked of them. ---
 *
 * A band keeps its spans as columns: span i lasts from begin[i] to begin[i + 1], the last one is
 * the end. `spent[kind][i]` is how long the spans before i were of that kind: so the time that a
 * thread spent waiting between any two moments is two searches, however many spans there are. */

const RUN = 0, WAIT = 1, FORCE = 2, BLOCK = 3, START = 4, LOST = 5, NONE = 6;
const isThin = kind => kind === BLOCK || kind === START || kind === LOST;

function bytesOf(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++)
        bytes[i] = text.charCodeAt(i);
    return bytes;
}

/* Numbers of seven bits to the byte; fields as page.c writes them. */
class Reader {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }
    byte() {
        return this.bytes[this.at++];
    }
    number() {
        let byte = this.bytes[this.at++], number = byte & 127, unit = 128;
        while (byte > 127) {
            byte = this.bytes[this.at++];
            number += (byte & 127) * unit;
            unit *= 128;
        }
        return number;
    }
    signed() {
        const number = this.number();
        return number % 2 ? -(number + 1) / 2 : number / 2;
    }
    fields(present, to, i) {
        if (present & 1) {
            to.place[i] = this.number();
            to.opcode[i] = this.number();
        }
        if (present & 2)
            to.other[i] = this.number();
        if (present & 4)
            to.detail[i] = this.number();
        if (present & 8)
            to.value[i] = this.signed();
        if (present & 16)
            to.text[i] = this.number();
    }
}

function columns(count) {
    return {
        count, at: new Float64Array(count), what: new Uint8Array(count),
        place: new Uint16Array(count), opcode: new Uint16Array(count),
        other: new Uint32Array(count), detail: new Uint8Array(count),
        value: new Float64Array(count), text: new Uint32Array(count),
    };
}

function readSpans(reader, count) {
    const spans = columns(count);
    for (let i = 0, at = 0; i < count; i++) {
        const first = reader.byte();
        spans.what[i] = first & 7;
        spans.at[i] = at += reader.number();
        reader.fields(first >> 3, spans, i);
    }
    return spans;
}

function readPoints(reader, count) {
    const points = columns(count);
    for (let i = 0, at = 0; i < count; i++) {
        points.what[i] = reader.byte();
        const present = reader.byte();
        points.at[i] = at += reader.number();
        reader.fields(present, points, i);
    }
    return points;
}

/* The index of the last of times[low..] that is not after t; -1 if the first is. */
function indexAt(times, t, low = 0) {
    let high = times.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (times[middle] <= t)
            low = middle + 1;
        else
            high = middle;
    }
    return low - 1;
}

class Band {
    constructor(run, thread, reader) {
        this.run = run;
        this.id = thread.id;
        this.name = thread.name;
        this.dropped = thread.dropped;
        this.spans = readSpans(reader, thread.spans);
        this.points = readPoints(reader, thread.points);
        this.addUp();
        this.failed = this.pick('RETRY');
    }
    get begin() {
        return this.spans.at;
    }
    addUp() {
        const {at, what, count} = this.spans;
        this.spent = [];
        for (let kind = 0; kind < NONE; kind++)
            this.spent.push(new Float64Array(count + 1));
        const sums = new Float64Array(NONE + 1);
        for (let i = 0; i < count; i++) {
            for (let kind = 0; kind < NONE; kind++)
                this.spent[kind][i] = sums[kind];
            if (i + 1 < count)
                sums[what[i]] += at[i + 1] - at[i];
        }
        for (let kind = 0; kind < NONE; kind++)
            this.spent[kind][count] = sums[kind];
    }
    /* The moments of one sort of event. */
    pick(name) {
        const event = this.run.eventNumber(name), {at, what, count} = this.points;
        const times = [];
        for (let i = 0; i < count; i++) {
            if (what[i] === event)
                times.push(at[i]);
        }
        return Float64Array.from(times);
    }
    end(i) {
        return i + 1 < this.spans.count ? this.begin[i + 1] : this.begin[i];
    }
    spentBefore(kind, t, i = indexAt(this.begin, t)) {
        if (i < 0)
            return 0;
        const inside = this.spans.what[i] === kind && i + 1 < this.spans.count;
        return this.spent[kind][i] + (inside ? t - this.begin[i] : 0);
    }
    spentBetween(kind, from, to) {
        return this.spentBefore(kind, to) - this.spentBefore(kind, from);
    }
    total(kind) {
        return this.spent[kind][this.spans.count];
    }
}

class Run {
    constructor(about, bytes) {
        Object.assign(this, about);
        this.length = Math.max(about.length_ns, 1);
        const reader = new Reader(bytes);
        this.bands = about.threads.map(thread => new Band(this, thread, reader));
        this.measureHeat();
    }
    eventNumber(name) {
        return this.events.findIndex(event => event[0] === name);
    }
    bandOf(id) {
        return this.bands.find(band => band.id === id);
    }
    nameOf(id) {
        const band = this.bandOf(id);
        return band ? band.name : `thread ${id}`;
    }
    /* How long the lock was held at each place: from one moment at which the thread was seen
     * somewhere to the next. */
    measureHeat() {
        this.heat = new Float64Array(this.places.length);
        for (const band of this.bands) {
            const {spans, points} = band;
            let p = 0;
            for (let i = 0; i + 1 < spans.count; i++) {
                if (spans.what[i] !== RUN)
                    continue;
                let seen = spans.at[i];
                const end = spans.at[i + 1];
                while (p < points.count && points.at[p] < seen)
                    p++;
                for (; p < points.count && points.at[p] < end; p++) {
                    if (points.place[p] === 0)
                        continue;
                    this.heat[points.place[p]] += points.at[p] - seen;
                    seen = points.at[p];
                }
                this.heat[spans.place[i]] += end - seen;
            }
        }
    }
    /* file -> line -> ns */
    heatOfFile(file) {
        const lines = new Map();
        this.places.forEach(([, name, line], i) => {
            if (name === file && this.heat[i] > 0)
                lines.set(line, (lines.get(line) || 0) + this.heat[i]);
        });
        return lines;
    }
    sourceLine(place) {
        const [, file, line] = this.places[place];
        const lines = (this.sources[file] || '').split('\n', line);
        return (lines[line - 1] || '').trim();
    }
    /* Who held the lock while this thread waited: the longest first. */
    culprits(band, from, to) {
        return this.bands.filter(other => other !== band)
            .map(other => ({band: other, ns: other.spentBetween(RUN, from, to)}))
            .filter(culprit => culprit.ns > 0)
            .sort((a, b) => b.ns - a.ns);
    }
    /* What tells it from other runs of the page: a comparison has given it a name. */
    get name() {
        return this.label || this.preset || '';
    }
    title() {
        const process = this.process && `process ${this.process}: ${this.process_title}`;
        const name = [this.process && !this.label ? '' : this.name, process].filter(Boolean);
        return (name.length ? name.join(', ') + '; ' : '') + this.lockName();
    }
    lockName() {
        const interval = this.counts_ticks ? `${this.check_interval_ticks} ticks`
                                           : `${+this.switch_interval_ms} ms`;
        return `${this.policy} lock, ${interval}, checks at ` +
            (this.checks === 'every' ? 'every bytecode' : 'edges');
    }
}

function readRuns() {
    const abouts = document.querySelectorAll('script.run');
    const bytes = document.querySelectorAll('script.bands');
    let first;
    return Array.from(abouts, (about, i) => {
        const run = new Run(JSON.parse(about.textContent), bytesOf(bytes[i].textContent.trim()));
        bytes[i].remove();
        first = run.process > 1 ? first : run;
        run.first = first; /* The processes of a script share its sources. */
        run.sources = Object.assign(first.sources, run.sources);
        return run;
    });
}

/* "12.3 ms": three digits that count. */
function formatTime(ns) {
    const units = [['s', 1e9], ['ms', 1e6], ['µs', 1e3]];
    for (const [unit, size] of units) {
        if (Math.abs(ns) >= size * 0.9995)
            return `${+(ns / size).toPrecision(3)} ${unit}`;
    }
    return `${Math.round(ns)} ns`;
}

/* A moment: as exact as the view makes sense of. */
function formatMoment(ns, step) {
    if (ns === 0)
        return '0';
    const [unit, size] = ns >= 1e9 && step >= 1e6 ? ['s', 1e9] : step >= 1e3 && ns >= 1e6
        ? ['ms', 1e6] : ns >= 1e3 ? ['µs', 1e3] : ['ns', 1];
    const digits = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9));
    return `${(ns / size).toFixed(Math.min(digits, 6))} ${unit}`;
}
