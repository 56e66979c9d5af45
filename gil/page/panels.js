
/* --- Words: what a span was, in the lanes, under the pointer, and when it is clicked. --- */

const ENTITIES = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'};

function escape(text) {
    return String(text).replace(/[&<>"]/g, c => ENTITIES[c]);
}

function plural(count, word) {
    return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function shortFile(file) {
    return file.replace(/^.*\//, '');
}

/* "countdown, countdown.py:16" */
function placeText(run, place) {
    if (!place)
        return '';
    const [func, file, line] = run.places[place];
    return `${func}, ${shortFile(file)}:${line}`;
}

/* What a blocked span waited for: "sleep 0.1 s", "Queue 1, get", "read data.txt". */
function subjectText(run, spans, i) {
    const [word, noun] = run.reasons[spans.detail[i]];
    if (spans.text[i])
        return (noun === word ? '' : `${word} `) + run.texts[spans.text[i]];
    if (word === 'sleep' && spans.value[i] > 0)
        return `sleep ${formatTime(spans.value[i])}`;
    if (noun === 'thread')
        return `${word} ${run.nameOf(spans.value[i])}`;
    if (spans.value[i] > 0 && noun)
        return noun === word ? `${word} ${spans.value[i]}` : `${word} ${noun} ${spans.value[i]}`;
    return word;
}

function shortLabel(band, i) {
    const {spans, run} = band;
    switch (spans.what[i]) {
    case RUN: return spans.place[i] ? placeText(run, spans.place[i]).split(', ')[0] : '';
    case WAIT: return spans.other[i] ? `waits for ${run.nameOf(spans.other[i])}` : 'waits';
    case FORCE: return 'until taken';
    case BLOCK: return spans.detail[i] ? subjectText(run, spans, i) : '';
    case LOST: return run.kinds[LOST].word;
    default: return '';
    }
}

function endText(run, spans, i) {
    const reason = run.reasons[spans.detail[i]];
    return spans.detail[i] === 0 ? 'was made to give way' : `gave the lock up: ${reason[0]}`;
}

function pointText(band, p) {
    const {points, run} = band, name = run.events[points.what[p]][0];
    const other = points.other[p] ? escape(run.nameOf(points.other[p])) : '';
    const value = points.value[p];
    switch (name) {
    case 'REQUEST': return `▲ asks ${other || 'the holder'} to give way`;
    case 'HONOUR':
        return `▼ gives way to ${other || 'a waiter'}, ${formatTime(value)} after it asked` +
            (points.detail[p] ? ` (at most ${plural(points.detail[p], 'tick')})` : '');
    case 'RETRY': return `✗ woke, and found the lock taken${other ? ` by ${other}` : ''}`;
    case 'TIMEOUT': return 'its patience is over';
    case 'PASS': return `gave way ${plural(value, 'time')}, and nobody took the lock`;
    case 'ARRIVE': return `⚡ signal ${points.detail[p]} comes`;
    case 'SIGNAL': return `⚡ sees signal ${points.detail[p]}, ${formatTime(value)} after it came`;
    case 'COLLECT': return 'looks for garbage';
    case 'COLLECTED': return `found ${value} objects of garbage`;
    case 'MARK': return `◆ ${escape(run.texts[points.text[p]] || '')}`;
    default: return '';
    }
}

function sourceCode(run, place) {
    const text = place ? run.sourceLine(place) : '';
    return text ? `<code>${escape(text)}</code>` : '';
}

function opcodeText(run, opcode) {
    return run.opcodes[opcode] ? ` <span class="soft">at ${run.opcodes[opcode]}</span>` : '';
}

/* Sentences about a span. */
function spanText(band, i) {
    const {spans, run} = band, place = spans.place[i];
    const where = place && `in ${escape(placeText(run, place))}${opcodeText(run, spans.opcode[i])}`;
    const other = spans.other[i] ? escape(run.nameOf(spans.other[i])) : '';
    switch (spans.what[i]) {
    case RUN:
        return [other && spans.other[i] !== band.id && `took the lock after ${other}`,
                i + 2 < spans.count && endText(run, spans, i), where];
    case WAIT: return [other && `${other} held the lock when it asked`, where];
    case FORCE:
        return [`released, and waits until another has taken the lock${other && `: ${other} did`}`,
                where];
    case BLOCK: return [escape(subjectText(run, spans, i)), where];
    case LOST: return [run.kinds[LOST].sentence];
    default: return [];
    }
}

function swatch(painter, kind) {
    return `<i class="swatch" style="background:${painter.kinds[kind]}"></i>`;
}

function tooltipText(painter, band, i, nearby) {
    const {spans, run} = band, kind = spans.what[i];
    const lines = spanText(band, i).filter(Boolean);
    return `<b>${swatch(painter, kind)} ${escape(band.name)}: ${run.kinds[kind].word} ` +
        `${formatTime(band.end(i) - band.begin[i])}</b>` +
        `<br><span class="soft">from ${formatMoment(band.begin[i], 1e3)}</span>` +
        lines.map(line => `<br>${line}`).join('') +
        nearby.map(p => `<br><b>${pointText(band, p)}</b>`).join('') +
        sourceCode(run, spans.place[i]);
}

/* Who held the lock meanwhile, as bars that lead to what they did. */
function culpritBars(painter, culprits, ns) {
    return '<div class="bars">' + culprits.slice(0, 8).map((culprit, n) =>
        `<a data-culprit="${n}">${escape(culprit.band.name)}</a>` +
        `<div style="width:${Math.min(100, 100 * culprit.ns / ns)}%;` +
        `background:${painter.kinds[RUN]}"></div>` +
        `<span>${formatTime(culprit.ns)}</span>`).join('') + '</div>';
}

function detailsText(painter, chosen, culprits) {
    const {band, i} = chosen, {spans, run, points} = band, kind = spans.what[i];
    const begin = band.begin[i], end = band.end(i), sentences = spanText(band, i).filter(Boolean);
    const asks = run.eventNumber('REQUEST'), failed = run.eventNumber('RETRY');
    let asked = 0, retries = 0;
    for (let p = indexAt(points.at, begin) + 1; p < points.count && points.at[p] <= end; p++) {
        asked += points.what[p] === asks;
        retries += points.what[p] === failed;
    }
    let text = `<h2>${swatch(painter, kind)} ${escape(band.name)}: ${run.kinds[kind].word} ` +
        `${formatTime(end - begin)} <span class="soft">${formatMoment(begin, 1e3)} to ` +
        `${formatMoment(end, 1e3)}</span></h2>` +
        sentences.map(sentence => `<p>${sentence}</p>`).join('');
    if (kind === WAIT && culprits.length > 0)
        text += `<p><b>Because of</b>${asked ? `, asked ${plural(asked, 'time')}` : ''}` +
            `${retries ? `, woken ${plural(retries, 'time')} for nothing` : ''}:</p>` +
            culpritBars(painter, culprits, end - begin);
    return text;
}

/* --- The legend --- */

function legendText(painter, run) {
    const kinds = [RUN, WAIT, FORCE, BLOCK, START];
    if (painter.runs.some(one => one.bands.some(band => band.dropped > 0)))
        kinds.push(LOST);
    const chips = kinds.map(kind =>
        `<span role="listitem" title="${escape(run.kinds[kind].sentence)}">` +
        `<i class="${isThin(kind) ? 'thin' : ''}" ` +
        `style="background:${painter.kinds[kind]}"></i>${run.kinds[kind].word}</span>`);
    const signs = [['▎', painter.failed, 'woke, found the lock taken'],
                   ['▲', painter.ink, 'asks the holder to give way'],
                   ['▼', painter.ink, 'gives way'],
                   ['◆', painter.accent, 'mark of the script'],
                   ['⚡', painter.ink, 'a signal']];
    return chips.join('') + signs.map(([sign, colour, text]) =>
        `<span role="listitem"><em style="color:${colour}">${sign}</em>${text}</span>`).join('');
}

/* --- The source, with the time that the lock was held at each line --- */

class SourcePane {
    constructor(runs) {
        this.files = [];
        this.several = runs.some(run => run.first !== runs[0]);
        for (const run of runs) {
            for (const file of Object.keys(run.sources))
                this.add(run, file);
        }
        this.files.sort((a, b) => b.sum - a.sum);
        this.index = -1;
        if (this.files.length > 0)
            this.show(0);
        else
            document.getElementById('source').textContent = '  The source is not there.';
    }
    /* What processes of one script did in a file is shown together. */
    add(run, file) {
        let entry = this.files.find(known => known.file === file && known.run === run.first);
        if (!entry) {
            entry = {run: run.first, file, heat: new Map(), sum: 0, text: run.sources[file]};
            this.files.push(entry);
        }
        for (const [line, ns] of run.heatOfFile(file)) {
            entry.heat.set(line, (entry.heat.get(line) || 0) + ns);
            entry.sum += ns;
        }
    }
    show(index) {
        if (index === this.index)
            return;
        this.index = index;
        const {heat, text} = this.files[index], most = Math.max(...heat.values(), 1);
        const label = file => shortFile(file.file) +
            (this.several ? ` ${file.run.name}` : '');
        document.getElementById('files').innerHTML = this.files.slice(0, 12).map((file, i) =>
            `<button class="${i === index ? 'chosen' : ''}" data-file="${i}" ` +
            `title="${escape(file.file)}">${escape(label(file))}</button>`).join('') +
            '<small>time the lock was held at each line</small>';
        document.getElementById('source').innerHTML = text.split('\n').map((line, i) => {
            const ns = heat.get(i + 1) || 0, share = Math.sqrt(ns / most);
            const glow = `rgba(var(--heat),${(0.08 + 0.5 * share).toFixed(2)})`;
            const bar = `${glow} ${(share * 100).toFixed(0)}%,transparent 0`;
            const colour = ns ? ` style="background:linear-gradient(90deg,${bar})"` : '';
            return `<div data-line="${i + 1}"${colour}><b class="${share > 0.3 ? 'hot' : ''}">` +
                `${ns ? formatTime(ns) : ''}</b><u>${i + 1}</u>` +
                `<span>${escape(line) || ' '}</span></div>`;
        }).join('');
    }
    /* Show a place and point at it. */
    point(run, place) {
        for (const old of document.querySelectorAll('#source .chosen'))
            old.classList.remove('chosen');
        const [, file, line] = run.places[place] || [];
        const index = this.files.findIndex(known => known.run === run.first && known.file === file);
        if (!place || index < 0)
            return;
        this.show(index);
        const element = document.querySelector(`#source div[data-line="${line}"]`);
        if (element) {
            element.classList.add('chosen');
            const pane = document.getElementById('source');
            pane.scrollTop = element.offsetTop - pane.offsetTop - pane.clientHeight / 2;
        }
    }
}

/* --- The table: the same in numbers --- */

const SUMMED = [RUN, WAIT, FORCE, BLOCK];

function summaryRow(painter, band) {
    const bar = SUMMED.map(kind =>
        `<span title="${band.run.kinds[kind].word}" ` +
        `style="width:${100 * band.total(kind) / painter.length}%;` +
        `background:${painter.kinds[kind]}"></span>`).join('');
    const times = SUMMED.map(kind => `<td>${formatTime(band.total(kind))}</td>`).join('');
    return `<tr><td>${band.id} ${escape(band.name)}</td><td class="bar">${bar}</td>${times}` +
        `<td>${band.failed.length}</td><td>${band.dropped || ''}</td></tr>`;
}

function summaryText(painter, runs) {
    const rows = [];
    for (const run of runs) {
        if (runs.length > 1)
            rows.push(`<tr><td colspan="8"><b>${escape(run.title())}</b></td></tr>`);
        for (const band of run.bands)
            rows.push(summaryRow(painter, band));
    }
    return '<table><tr><th>thread</th><th></th><th>held</th><th>waited</th><th>forced</th>' +
        '<th>blocked</th><th>woken for nothing</th>' +
        '<th title="events that were older, and had to go">lost</th></tr>' +
        rows.join('') + '</table>';
}
