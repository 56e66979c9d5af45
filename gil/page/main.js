
/* --- The page: from keys and mouse to what is shown. --- */

(function () {
    const get = id => document.getElementById(id);
    const runs = readRuns(), painter = new Painter(runs), canvas = get('lanes');
    const scroller = get('scroller'), frames = [];
    let sourcePane, dark, pending = false, drag = null, moved = false, printing = false;

    /* --- Frames --- */

    function draw() {
        pending = false;
        const start = performance.now();
        const width = scroller.clientWidth, whole = painter.height + AXIS;
        const limit = printing ? whole : Math.min(whole, Math.round(window.innerHeight * 0.62));
        get('tall').style.height = whole + 'px';
        painter.paint(canvas, width, limit, printing ? 0 : scroller.scrollTop);
        painter.paintOverview(get('overview'), get('overview').clientWidth, 46);
        frames.push(performance.now() - start);
        if (frames.length > 1000)
            frames.shift();
    }
    function redraw() {
        if (!pending)
            requestAnimationFrame(draw);
        pending = true;
    }

    /* --- What is shown --- */

    function show(from, to) {
        const least = 100; /* ns */
        let length = Math.min(Math.max(to - from, least), painter.length);
        if (to - from < least)
            from = (from + to - length) / 2;
        from = Math.min(Math.max(from, 0), painter.length - length);
        painter.from = from;
        painter.to = from + length;
        redraw();
    }
    function zoom(factor, t = (painter.from + painter.to) / 2) {
        show(t - (t - painter.from) * factor, t + (painter.to - t) * factor);
    }
    function move(share) {
        const by = (painter.to - painter.from) * share;
        show(painter.from + by, painter.to + by);
    }
    function setTheme(isDark) {
        dark = isDark;
        document.documentElement.classList.toggle('dark', dark);
        painter.setTheme(dark);
        get('legend').innerHTML = legendText(painter, runs[0]);
        get('summary').innerHTML = summaryText(painter, runs);
        if (painter.chosen)
            describe();
        redraw();
    }

    /* --- What is under the pointer --- */

    function placeOf(event) {
        const box = canvas.getBoundingClientRect();
        return {x: event.clientX - box.left, y: event.clientY - box.top};
    }
    function find(event) {
        const {x, y} = placeOf(event), row = painter.rowAt(y - AXIS + scroller.scrollTop);
        if (y < AXIS || x < NAMES || !row || !row.band)
            return null;
        const band = row.band, i = indexAt(band.begin, painter.t(x));
        if (i < 0 || i >= band.spans.count - 1 || band.spans.what[i] === NONE)
            return null;
        return {band, i, x, nearby: pointsNear(band, x)};
    }
    function pointsNear(band, x) {
        const near = [], reach = painter.t(x + 5), {points} = band;
        let p = indexAt(points.at, painter.t(x - 5)) + 1;
        for (; p < points.count && points.at[p] <= reach; p++) {
            if (near.length < 4 && pointText(band, p))
                near.push(p);
        }
        return near;
    }
    function hover(event) {
        const found = drag ? null : find(event), tooltip = get('tooltip');
        tooltip.hidden = !found;
        if (!found)
            return;
        tooltip.innerHTML = tooltipText(painter, found.band, found.i, found.nearby);
        const {offsetWidth, offsetHeight} = tooltip, room = window.innerWidth - offsetWidth - 8;
        tooltip.style.left = Math.min(event.clientX + 14, room) + 'px';
        const below = event.clientY + 18, fits = below + offsetHeight < window.innerHeight;
        tooltip.style.top = (fits ? below : event.clientY - offsetHeight - 12) + 'px';
    }

    /* --- What is chosen --- */

    function choose(chosen) {
        painter.chosen = chosen;
        painter.culprits = [];
        if (chosen) {
            const {band, i} = chosen;
            if (band.spans.what[i] === WAIT)
                painter.culprits = band.run.culprits(band, band.begin[i], band.end(i));
            if (sourcePane)
                sourcePane.point(band.run, band.spans.place[i]);
        }
        describe();
        redraw();
    }
    function describe() {
        get('details').innerHTML = painter.chosen
            ? detailsText(painter, painter.chosen, painter.culprits)
            : '<p class="soft">Click a span to see what happened, and who caused it. ' +
              'Zoom with the wheel, drag to move; ? lists the keys.</p>';
    }
    /* Make the chosen span a good part of what is shown, if it is not in sight. */
    function reveal() {
        const {band, i} = painter.chosen, from = band.begin[i], to = band.end(i);
        const width = painter.to - painter.from, length = to - from;
        if (from < painter.from || to > painter.to || length < width / 200)
            show((from + to) / 2 - Math.max(length * 4, width / 40) / 2,
                 (from + to) / 2 + Math.max(length * 4, width / 40) / 2);
        let top = 0;
        for (const row of painter.rows) {
            if (row.band === band)
                break;
            top += row.height;
        }
        const bottom = scroller.scrollTop + scroller.clientHeight;
        if (top < scroller.scrollTop || top + LANE + AXIS > bottom)
            scroller.scrollTop = top - LANE;
    }
    function chooseCulprit(n) {
        const culprit = painter.culprits[n], {band, i} = painter.chosen;
        const from = band.begin[i], to = band.end(i);
        let best = -1, most = 0;
        for (let k = Math.max(indexAt(culprit.band.begin, from), 0);
             k < culprit.band.spans.count - 1 && culprit.band.begin[k] < to; k++) {
            const ns = Math.min(culprit.band.end(k), to) - Math.max(culprit.band.begin[k], from);
            if (culprit.band.spans.what[k] === RUN && ns > most) {
                most = ns;
                best = k;
            }
        }
        if (best >= 0) {
            choose({band: culprit.band, i: best});
            reveal();
        }
    }
    function step(by) {
        const {band, i} = painter.chosen || {band: runs[0].bands[0], i: -1};
        let next = i + by;
        while (next >= 0 && next < band.spans.count - 1 && band.spans.what[next] === NONE)
            next += by;
        if (next >= 0 && next < band.spans.count - 1) {
            choose({band, i: next});
            reveal();
        }
    }
    /* The longest waits, one after the other. */
    let waits = null, waitIndex = -1;
    function nextWait() {
        if (!waits) {
            waits = [];
            for (const {band} of painter.rows) {
                for (let i = 0; band && i < band.spans.count - 1; i++) {
                    if (band.spans.what[i] === WAIT)
                        waits.push({band, i, ns: band.end(i) - band.begin[i]});
                }
            }
            waits.sort((a, b) => b.ns - a.ns);
            waits.length = Math.min(waits.length, 1000);
        }
        if (waits.length > 0) {
            waitIndex = (waitIndex + 1) % waits.length;
            choose(waits[waitIndex]);
            reveal();
        }
    }

    /* --- Mouse --- */

    canvas.addEventListener('wheel', event => {
        const {x} = placeOf(event);
        if (x < NAMES)
            return; /* The names scroll. */
        event.preventDefault();
        if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
            move((event.deltaX || event.deltaY) / painter.lanesWidth);
        else
            zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), painter.t(x));
    }, {passive: false});
    canvas.addEventListener('pointerdown', event => {
        drag = {x: event.clientX, y: event.clientY, from: painter.from, to: painter.to,
                scroll: scroller.scrollTop};
        moved = false;
        canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', event => {
        if (drag) {
            const by = event.clientX - drag.x;
            moved = moved || Math.hypot(by, event.clientY - drag.y) > 3;
            if (moved) {
                const t = by / painter.lanesWidth * (drag.to - drag.from);
                canvas.classList.add('drags');
                show(drag.from - t, drag.to - t);
                scroller.scrollTop = drag.scroll - (event.clientY - drag.y);
            }
        }
        hover(event);
    });
    canvas.addEventListener('pointerup', event => {
        drag = null;
        canvas.classList.remove('drags');
        if (!moved)
            choose(find(event));
    });
    canvas.addEventListener('pointerleave', () => get('tooltip').hidden = true);
    canvas.addEventListener('dblclick', () => show(0, painter.length));
    scroller.addEventListener('scroll', redraw);

    const overview = get('overview');
    function overviewTime(event) {
        const box = overview.getBoundingClientRect();
        return (event.clientX - box.left) / box.width * painter.length;
    }
    let overviewStart = null;
    overview.addEventListener('pointerdown', event => {
        overviewStart = overviewTime(event);
        overview.setPointerCapture(event.pointerId);
    });
    overview.addEventListener('pointermove', event => {
        const t = overviewTime(event);
        if (overviewStart !== null && Math.abs(t - overviewStart) > painter.length / 300)
            show(Math.min(t, overviewStart), Math.max(t, overviewStart));
    });
    overview.addEventListener('pointerup', event => {
        const t = overviewTime(event), half = (painter.to - painter.from) / 2;
        if (overviewStart !== null && Math.abs(t - overviewStart) <= painter.length / 300)
            show(t - half, t + half);
        overviewStart = null;
    });

    const divider = get('divider');
    divider.addEventListener('pointerdown', event => divider.setPointerCapture(event.pointerId));
    divider.addEventListener('pointermove', event => {
        if (!divider.hasPointerCapture(event.pointerId))
            return;
        const box = document.querySelector('main').getBoundingClientRect();
        get('right').style.width = Math.max(160, box.right - event.clientX - 6) + 'px';
        redraw();
    });

    /* --- Keys and buttons --- */

    const keys = {
        '+': () => zoom(0.7), '=': () => zoom(0.7), '-': () => zoom(1 / 0.7),
        '0': () => show(0, painter.length), 'Home': () => show(0, painter.length),
        'ArrowLeft': () => move(-0.15), 'ArrowRight': () => move(0.15),
        'PageUp': () => move(-0.9), 'PageDown': () => move(0.9),
        'ArrowUp': () => scroller.scrollTop -= LANE, 'ArrowDown': () => scroller.scrollTop += LANE,
        ',': () => step(-1), '.': () => step(1), 'w': nextWait, 't': () => setTheme(!dark),
        'Escape': () => choose(null), '?': () => get('help').showModal(),
    };
    document.addEventListener('keydown', event => {
        const key = keys[event.key];
        if (!key || event.ctrlKey || event.metaKey || event.altKey || get('help').open)
            return;
        event.preventDefault();
        key();
    });
    get('zoom-in').onclick = keys['+'];
    get('zoom-out').onclick = keys['-'];
    get('fit').onclick = keys['0'];
    get('theme').onclick = keys.t;
    get('help-button').onclick = keys['?'];
    get('details').addEventListener('click', event => {
        if (event.target.dataset.culprit !== undefined)
            chooseCulprit(+event.target.dataset.culprit);
    });
    get('files').addEventListener('click', event => {
        if (event.target.dataset.file !== undefined)
            sourcePane.show(+event.target.dataset.file);
    });

    /* --- Paper is white, and does not scroll --- */

    let before = null;
    window.addEventListener('beforeprint', () => {
        before = dark;
        printing = true;
        setTheme(false);
        draw();
    });
    window.addEventListener('afterprint', () => {
        printing = false;
        setTheme(before);
    });

    /* --- Begin --- */

    /* Of what had to go there is nothing to see: begin where something is known of every thread. */
    function showKnown() {
        const cut = runs.flatMap(run => run.bands).filter(band => band.dropped > 0);
        if (cut.length > 0)
            show(Math.max(...cut.map(band => band.begin[1] || 0)), painter.length);
    }
    function begin() {
        if (runs.length === 0 || painter.rows.length === 0) {
            get('facts').textContent = 'There is nothing in this trace.';
            return;
        }
        const run = runs[0], system = window.matchMedia('(prefers-color-scheme: dark)');
        get('title').textContent = run.script || '';
        const count = new Set(runs.map(one => one.first)).size;
        get('facts').textContent = count > 1 ? `${count} timelines`
            : [runs.length > 1 && `${runs.length} processes`, run.preset && `--as ${run.preset}`,
               run.lockName(), `${run.machine} machine`, run.seed && `seed ${run.seed}`,
               formatTime(painter.length), run.dropped > 0 &&
               `the oldest ${run.dropped} events had to go`].filter(Boolean).join(' · ');
        sourcePane = new SourcePane(runs);
        showKnown();
        setTheme(system.matches);
        system.addEventListener('change', event => setTheme(event.matches));
        describe();
        new ResizeObserver(redraw).observe(scroller);
        window.addEventListener('resize', redraw);
    }
    begin();

    /* For tests, and for those who open the console. */
    window.gilbox = {runs, painter, show, zoom, choose, nextWait, draw, frames};
})();
