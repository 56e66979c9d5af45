
/* --- Drawing: the overview, the axis, and a lane per thread. ---
 *
 * While a lane's spans are wider than a pixel they are drawn one by one. What is narrower is added
 * up: a pixel's column is filled as far as the thread ran, waited, or was forced to, in the time
 * that the column stands for. So a million spans cost what a screen full of columns costs. */

const NAMES = 168, AXIS = 24, LANE = 46, TITLE = 30, BAR = 24, THIN = 7;
const FONT = '12px system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif';

class Painter {
    constructor(runs) {
        this.runs = runs;
        this.length = Math.max(...runs.map(run => run.length));
        this.from = 0;
        this.to = this.length;
        this.rows = [];
        for (const run of runs) {
            if (runs.length > 1 || run.label)
                this.rows.push({run, height: TITLE});
            for (const band of run.bands)
                this.rows.push({run, band, height: LANE});
        }
        this.height = this.rows.reduce((sum, row) => sum + row.height, 0);
        this.chosen = null;
        this.culprits = [];
        this.uses = new Map(); /* for the overview */
        this.arrows = false; /* is there room for them? */
    }
    setTheme(dark) {
        const style = getComputedStyle(document.documentElement);
        const kinds = this.runs[0] ? this.runs[0].kinds : [];
        this.dark = dark;
        this.kinds = kinds.map(kind => dark ? kind.dark : kind.light);
        for (const name of ['ink', 'soft', 'line', 'panel', 'stripe', 'accent'])
            this[name] = style.getPropertyValue('--' + name).trim();
        this.failed = dark ? '#ff6b57' : '#d1361e';
        this.onRun = dark ? '#06251b' : '#ffffff';
        this.onWait = '#3a2700';
    }
    get lanesWidth() {
        return Math.max(this.width - NAMES, 50);
    }
    x(t) {
        return NAMES + (t - this.from) / (this.to - this.from) * this.lanesWidth;
    }
    t(x) {
        return this.from + (x - NAMES) / this.lanesWidth * (this.to - this.from);
    }
    /* Size a canvas to its element, in the device's pixels. */
    prepare(canvas, width, height) {
        const ratio = window.devicePixelRatio || 1;
        const across = Math.round(width * ratio), down = Math.round(height * ratio);
        if (canvas.width !== across || canvas.height !== down) {
            canvas.width = across;
            canvas.height = down;
            canvas.style.height = height + 'px';
        }
        const pen = canvas.getContext('2d');
        pen.setTransform(ratio, 0, 0, ratio, 0, 0);
        pen.clearRect(0, 0, width, height);
        pen.font = FONT;
        pen.textBaseline = 'middle';
        return pen;
    }

    /* The row at y of the whole picture. */
    rowAt(y) {
        for (const row of this.rows) {
            if (y < row.height)
                return row;
            y -= row.height;
        }
        return null;
    }

    /* --- Lanes --- */

    /* scroll: how much of the rows' height is above the canvas. */
    paint(canvas, width, height, scroll) {
        const pen = this.prepare(canvas, width, height);
        this.width = width;
        this.tops = new Map();
        let y = AXIS - scroll;
        for (const row of this.rows) {
            if (row.band)
                this.tops.set(row.band, y);
            y += row.height;
        }
        const inSight = (paint) => {
            let top = AXIS - scroll;
            this.rows.forEach((row, i) => {
                if (top + row.height > AXIS && top < height)
                    paint(row, top, i);
                top += row.height;
            });
        };
        inSight((row, top, i) => this.paintStripe(pen, row, top, i));
        this.paintGrid(pen, height);
        inSight((row, top) => this.paintRow(pen, row, top));
        this.paintChoice(pen);
        this.paintAxis(pen);
    }
    paintStripe(pen, row, y, i) {
        if (i % 2 === 0 && row.band) {
            pen.fillStyle = this.stripe;
            pen.fillRect(0, y, this.width, row.height);
        }
    }
    paintRow(pen, row, y) {
        if (!row.band) {
            pen.fillStyle = this.stripe; /* The grid does not go through the words. */
            pen.fillRect(0, y, this.width, row.height);
            pen.fillStyle = this.ink;
            pen.font = '600 ' + FONT;
            pen.fillText(row.run.title(), 8, y + row.height / 2);
            pen.font = FONT;
            return;
        }
        this.paintName(pen, row.band, y);
        pen.save();
        pen.beginPath();
        pen.rect(NAMES, y, this.lanesWidth, row.height);
        pen.clip();
        this.paintSpans(pen, row.band, y + (LANE - BAR) / 2 + 3);
        this.paintPoints(pen, row.band, y);
        pen.restore();
    }
    paintName(pen, band, y) {
        const held = band.total(RUN) / band.run.length;
        pen.fillStyle = this.ink;
        this.paintClipped(pen, `${band.id}  ${band.name}`, 8, y + 17, NAMES - 16);
        pen.fillStyle = this.soft;
        pen.fillText(`held ${(held * 100).toFixed(held < 0.1 ? 1 : 0)} %`, 8, y + 33);
    }
    paintClipped(pen, text, x, y, room) {
        if (pen.measureText(text).width <= room) {
            pen.fillText(text, x, y);
            return true;
        }
        let low = 0, high = text.length;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (pen.measureText(text.slice(0, middle) + '…').width <= room)
                low = middle;
            else
                high = middle - 1;
        }
        if (low > 2)
            pen.fillText(text.slice(0, low) + '…', x, y);
        return low > 2;
    }
    paintSpans(pen, band, top) {
        const first = Math.max(indexAt(band.begin, this.from), 0);
        const last = Math.min(indexAt(band.begin, this.to), band.spans.count - 2);
        if (last - first > 2 * this.lanesWidth)
            this.paintColumns(pen, band, top, NAMES, NAMES + this.lanesWidth);
        else
            this.paintSingly(pen, band, top, first, last);
    }
    /* Spans of a pixel or more as what they are; what lies between two such is columns. */
    paintSingly(pen, band, top, first, last) {
        const {what, at} = band.spans;
        let narrow = -1; /* where columns that are yet to be painted begin */
        for (let i = first; i <= last; i++) {
            const left = Math.max(this.x(at[i]), NAMES);
            const right = Math.min(this.x(at[i + 1]), this.width);
            if (right - left < 1.5 && i !== first) {
                narrow = narrow < 0 ? Math.floor(left) : narrow;
                continue;
            }
            if (narrow >= 0)
                this.paintColumns(pen, band, top, narrow, Math.ceil(left));
            narrow = -1;
            if (what[i] === NONE)
                continue;
            this.paintSpan(pen, band, i, left, Math.max(right, left + 1), top);
        }
        const end = Math.ceil(Math.min(this.x(at[last + 1]), this.width));
        if (narrow >= 0)
            this.paintColumns(pen, band, top, narrow, end);
    }
    paintSpan(pen, band, i, left, right, top) {
        const kind = band.spans.what[i], thin = isThin(kind);
        pen.fillStyle = this.kinds[kind];
        if (thin)
            pen.fillRect(left, top + BAR - THIN, right - left, THIN);
        else
            pen.fillRect(left, top, right - left, BAR);
        if (kind === FORCE)
            this.hatch(pen, left, right, top);
        if (!thin && right - left > 6) { /* A seam between neighbours. */
            pen.fillStyle = this.panel;
            pen.globalAlpha = 0.55;
            pen.fillRect(right - 1, top, 1, BAR);
            pen.globalAlpha = 1;
        }
        if (right - left > 44) {
            pen.fillStyle = thin ? this.soft : kind === RUN ? this.onRun : this.onWait;
            const y = thin ? top + BAR - THIN - 8 : top + BAR / 2 + 0.5;
            this.paintClipped(pen, shortLabel(band, i), left + 6, y, right - left - 12);
        }
    }
    /* Told apart without colour, too. */
    hatch(pen, left, right, top) {
        if (right - left < 3)
            return;
        pen.save();
        pen.beginPath();
        pen.rect(left, top, right - left, BAR);
        pen.clip();
        pen.strokeStyle = this.panel;
        pen.globalAlpha = 0.6;
        pen.beginPath();
        for (let x = left - BAR; x < Math.min(right, left + 4000); x += 6) {
            pen.moveTo(x, top + BAR);
            pen.lineTo(x + BAR, top);
        }
        pen.stroke();
        pen.restore();
    }
    /* Column by column: how much of it the thread spent on what. Equal neighbours are one. */
    paintColumns(pen, band, top, fromX, toX) {
        const before = new Float64Array(NONE), shares = new Float64Array(NONE);
        const painted = new Float64Array(NONE);
        let i = -1, left = fromX;
        for (let kind = 0, t = this.t(fromX); kind < NONE; kind++)
            before[kind] = band.spentBefore(kind, t);
        for (let x = fromX; x < toX; x++) {
            const t = this.t(x + 1), width = t - this.t(x);
            i = indexAt(band.begin, t, Math.max(i, 0));
            let same = true;
            for (let kind = 0; kind < NONE; kind++) {
                const spent = band.spentBefore(kind, t, i);
                const share = Math.round((spent - before[kind]) / width * BAR);
                before[kind] = spent;
                same = same && share === shares[kind];
                painted[kind] = shares[kind];
                shares[kind] = share;
            }
            if (!same) {
                this.paintStack(pen, painted, left, x, top);
                left = x;
            }
        }
        this.paintStack(pen, shares, left, toX, top);
    }
    paintStack(pen, shares, left, right, top) {
        if (right <= left)
            return;
        let bottom = top + BAR;
        const thin = [BLOCK, START, LOST].find(kind => shares[kind] > 0);
        if (thin !== undefined) {
            pen.fillStyle = this.kinds[thin === START ? BLOCK : thin];
            pen.fillRect(left, bottom - THIN, right - left, THIN);
        }
        for (const kind of [RUN, FORCE, WAIT]) {
            const height = Math.min(shares[kind], bottom - top);
            if (height <= 0)
                continue;
            pen.fillStyle = this.kinds[kind];
            pen.fillRect(left, bottom - height, right - left, height);
            bottom -= height;
        }
    }

    /* --- Moments --- */

    paintPoints(pen, band, y) {
        const {points} = band;
        const first = indexAt(points.at, this.from) + 1, last = indexAt(points.at, this.to);
        this.paintFailed(pen, band, y);
        if (last - first > this.lanesWidth / 2)
            return;
        this.arrows = last - first < this.lanesWidth / 20;
        for (let p = first; p <= last; p++)
            this.paintPoint(pen, band, p, y);
    }
    /* Failed wake-ups: a tick each, or a column as high as they are many. */
    paintFailed(pen, band, y) {
        const times = band.failed;
        let i = indexAt(times, this.from);
        pen.fillStyle = this.failed;
        for (let x = NAMES; x < this.width && i < times.length - 1; x++) {
            const next = indexAt(times, this.t(x + 1), Math.max(i, 0));
            if (next > i)
                pen.fillRect(x - 0.5, y + 4, 2, Math.min(3 + 3 * Math.log2(next - i + 1), 9));
            i = next;
        }
    }
    paintPoint(pen, band, p, y) {
        const {points} = band, name = band.run.events[points.what[p]][0];
        const x = this.x(points.at[p]);
        if (name === 'REQUEST')
            this.paintRequest(pen, band, p, x, y);
        else if (name === 'HONOUR')
            this.paintTriangle(pen, x, y + 12, 1, this.ink);
        else if (name === 'SIGNAL')
            this.paintSign(pen, '⚡', x, y + 8);
        else if (name === 'MARK')
            this.paintMark(pen, band, p, x, y);
        else if (name === 'COLLECT')
            this.paintCollection(pen, band, p, x, y);
    }
    paintTriangle(pen, x, y, direction, colour) {
        pen.fillStyle = colour;
        pen.beginPath();
        pen.moveTo(x - 4, y - 3 * direction);
        pen.lineTo(x + 4, y - 3 * direction);
        pen.lineTo(x, y + 4 * direction);
        pen.fill();
    }
    /* From the one who asks to the one who is asked. */
    paintRequest(pen, band, p, x, y) {
        this.paintTriangle(pen, x, y + 9, -1, this.ink);
        const asked = band.run.bandOf(band.points.other[p]), top = asked && this.tops.get(asked);
        if (top === undefined || !this.arrows)
            return;
        const down = top > y;
        const y1 = down ? y + LANE - 8 : y + 4, y2 = down ? top + 8 : top + LANE - 6;
        pen.restore();
        pen.save();
        pen.strokeStyle = this.soft;
        pen.setLineDash([2, 3]);
        pen.beginPath();
        pen.moveTo(x, y1);
        pen.lineTo(x, y2);
        pen.stroke();
        pen.setLineDash([]);
        pen.fillStyle = this.soft;
        pen.beginPath();
        pen.arc(x, y2, 2, 0, 7);
        pen.fill();
    }
    paintSign(pen, sign, x, y) {
        pen.fillStyle = this.ink;
        pen.textAlign = 'center';
        pen.fillText(sign, x, y);
        pen.textAlign = 'start';
    }
    paintMark(pen, band, p, x, y) {
        pen.fillStyle = this.accent;
        pen.fillRect(x - 0.75, y, 1.5, LANE);
        const text = band.run.texts[band.points.text[p]] || '';
        pen.fillText(text, x + 5, y + 8);
    }
    paintCollection(pen, band, p, x, y) {
        const {points} = band, ends = p + 1 < points.count ? points.at[p + 1] : points.at[p];
        pen.fillStyle = this.ink;
        pen.globalAlpha = 0.8;
        pen.fillRect(x, y + LANE - 6, Math.max(this.x(ends) - x, 2), 3);
        pen.globalAlpha = 1;
    }

    /* --- What was clicked, and who caused it --- */

    paintChoice(pen) {
        if (!this.chosen)
            return;
        const {band, i} = this.chosen;
        const left = this.x(band.begin[i]), right = this.x(band.end(i));
        for (const culprit of this.culprits)
            this.paintFrame(pen, culprit.band, left, right, this.failed, [4, 3]);
        this.paintFrame(pen, band, left, right, this.accent, []);
    }
    paintFrame(pen, band, left, right, colour, dash) {
        const top = this.tops.get(band);
        const from = Math.max(left - 1, NAMES), to = Math.min(right + 1, this.width - 1);
        if (top === undefined || to < from)
            return;
        pen.strokeStyle = colour;
        pen.lineWidth = 2;
        pen.setLineDash(dash);
        pen.strokeRect(from, top + (LANE - BAR) / 2, Math.max(to - from, 3), BAR + 6);
        pen.setLineDash([]);
        pen.lineWidth = 1;
    }

    /* --- Time --- */

    ticks(room) {
        const wanted = (this.to - this.from) / Math.max(this.lanesWidth / room, 1);
        const power = 10 ** Math.floor(Math.log10(wanted));
        return [1, 2, 5, 10].map(n => n * power).find(step => step >= wanted);
    }
    paintGrid(pen, height) {
        const step = this.ticks(95);
        pen.fillStyle = this.line;
        for (let n = Math.ceil(this.from / step); n * step <= this.to; n++)
            pen.fillRect(this.x(n * step), AXIS - 5, 1, height);
        pen.fillRect(NAMES - 1, AXIS, 1, height);
    }
    paintAxis(pen) {
        const step = this.ticks(95);
        pen.fillStyle = this.panel;
        pen.fillRect(0, 0, this.width, AXIS);
        pen.fillStyle = this.line;
        pen.fillRect(0, AXIS - 1, this.width, 1);
        pen.fillRect(NAMES - 1, 0, 1, AXIS);
        for (let n = Math.ceil(this.from / step); n * step <= this.to; n++) {
            pen.fillStyle = this.line;
            pen.fillRect(this.x(n * step), AXIS - 6, 1, 6);
            pen.fillStyle = this.soft;
            pen.fillText(formatMoment(n * step, step), this.x(n * step) + 4, AXIS / 2 - 1);
        }
        pen.fillStyle = this.soft;
        pen.fillText(`${formatTime(this.to - this.from)} shown`, 8, AXIS / 2 - 1);
    }

    /* The whole length: who held the lock, on the whole, and the part that is shown. */
    paintOverview(canvas, width, height) {
        const pen = this.prepare(canvas, width, height);
        const runs = this.runs.slice(0, 12), room = (height - 8) / runs.length;
        runs.forEach((run, r) => this.paintUse(pen, run, width, 4 + r * room, room - 1));
        const left = this.from / this.length * width, right = this.to / this.length * width;
        pen.fillStyle = this.stripe;
        pen.globalAlpha = 0.72;
        pen.fillRect(0, 0, left, height);
        pen.fillRect(right, 0, width - right, height);
        pen.globalAlpha = 1;
        pen.strokeStyle = this.accent;
        pen.lineWidth = 2;
        pen.strokeRect(left + 1, 1, Math.max(right - left - 2, 2), height - 2);
        pen.lineWidth = 1;
    }
    /* How long the lock was held and waited for in each of so many columns: added up once. */
    useOf(run, width) {
        if (this.uses.has(run) && this.uses.get(run).width === width)
            return this.uses.get(run);
        const held = new Float64Array(width), waited = new Float64Array(width);
        const scale = this.length / width;
        for (const band of run.bands) {
            let runBefore = 0, waitBefore = 0;
            for (let x = 0; x < width; x++) {
                const i = indexAt(band.begin, (x + 1) * scale);
                const ran = band.spentBefore(RUN, (x + 1) * scale, i);
                const wait = band.spentBefore(WAIT, (x + 1) * scale, i);
                held[x] += ran - runBefore;
                waited[x] += wait - waitBefore;
                runBefore = ran;
                waitBefore = wait;
            }
        }
        this.uses.set(run, {width, held, waited});
        return this.uses.get(run);
    }
    /* Up: the lock was held; down from above: how many waited, of all. */
    paintUse(pen, run, width, top, height) {
        const {held, waited} = this.useOf(run, width), scale = this.length / width;
        const others = Math.max(run.bands.length - 1, 1);
        for (let x = 0; x < width; x++) {
            const up = Math.min(held[x] / scale, 1) * height * 0.55;
            const down = Math.min(waited[x] / scale / others, 1) * height * 0.45;
            pen.fillStyle = this.kinds[RUN];
            pen.fillRect(x, top + height - up, 1, up);
            pen.fillStyle = this.kinds[WAIT];
            pen.fillRect(x, top, 1, down);
        }
    }
}
