/* Opens timelines in headless Chromium, uses them as a reader would, and looks at what comes of it.
 *
 *     node tests/page/test_page.js GILBOX [PICTURES]
 *
 * puppeteer-core is looked for where NODE_PATH says; PICTURES is a folder for screenshots. */
'use strict';

const assert = require('assert');
const {execFileSync} = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const puppeteer = require('puppeteer-core');

const [gilbox, pictures] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gilbox-page-'));
const FRAME_MS = 50, SIZE_MAX = 30e6;

const MILLION = `
import threading, time
end = time.perf_counter() + 6
def work():
    while time.perf_counter() < end:
        time.sleep(0)
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
`;

const POOL = `
import multiprocessing
def squares(n):
    return sum(i * i for i in range(n))
if __name__ == '__main__':
    with multiprocessing.Pool(4) as pool:
        pool.map(squares, [200000] * 12, chunksize=1)
`;

const THOUSAND = `
import threading, time
threads = [threading.Thread(target=time.sleep, args=(.2,)) for _ in range(1000)]
for thread in threads: thread.start()
for thread in threads: thread.join()
`;

function makePage(name, ...words) {
    const file = path.join(folder, name);
    execFileSync(gilbox, ['--timeline', file, ...words], {stdio: 'pipe'});
    return file;
}

/* A page that complains of nothing, and asks the network for nothing. */
async function openPage(browser, file, scheme) {
    const page = await browser.newPage(), complaints = [];
    page.on('console', message => complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.stack));
    page.on('request', request => {
        if (!request.url().startsWith('file:'))
            complaints.push(`asks for ${request.url()}`);
    });
    await page.setViewport({width: 1400, height: 900});
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
    await page.goto('file://' + file);
    await new Promise(resolve => setTimeout(resolve, 100));
    assert.deepStrictEqual(complaints, []);
    await page.waitForFunction('gilbox.frames.length > 0');
    return {page, complaints};
}

async function picture(page, name) {
    if (pictures)
        await page.screenshot({path: path.join(pictures, name)});
}

const shown = page => page.evaluate('gilbox.painter.to - gilbox.painter.from');

/* The middle of the longest wait, on the screen. */
async function pointOfWait(page) {
    await page.keyboard.press('w');
    await page.evaluate(() => new Promise(requestAnimationFrame));
    return page.evaluate(() => {
        const {painter} = gilbox, {band, i} = painter.chosen;
        const box = document.getElementById('lanes').getBoundingClientRect();
        return {x: box.left + painter.x((band.begin[i] + band.end(i)) / 2),
                y: box.top + painter.tops.get(band) + 24};
    });
}

async function useIt(browser, file) {
    const {page, complaints} = await openPage(browser, file, 'light');
    const whole = await shown(page), lanes = await page.$('#lanes'), box = await lanes.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 40);
    await page.mouse.wheel({deltaY: -600});
    assert(await shown(page) < whole / 2, 'the wheel zooms');
    const from = await page.evaluate('gilbox.painter.from');
    await page.keyboard.press('ArrowRight');
    assert(await page.evaluate('gilbox.painter.from') > from, 'a key moves');
    await page.keyboard.press('0');
    assert.strictEqual(await shown(page), whole, 'and back to the whole');
    const wait = await pointOfWait(page);
    await page.mouse.move(wait.x, wait.y);
    const tooltip = await page.$eval('#tooltip', element => element.hidden ? '' : element.textContent);
    assert.match(tooltip, /waiting .*held the lock when it asked/, tooltip);
    await page.mouse.click(wait.x, wait.y);
    const details = await page.$eval('#details', element => element.textContent);
    assert.match(details, /Because of.*Thread-\d/, details);
    assert(await page.$('#source div.chosen'), 'the source is pointed at');
    await picture(page, 'light.png');
    await page.click('#details a');
    assert.match(await page.$eval('#details', element => element.textContent), /running/);
    await page.keyboard.press('t');
    assert(await page.$eval(':root', root => root.classList.contains('dark')), 'dark');
    await picture(page, 'dark.png');
    await page.emulateMediaType('print');
    await page.pdf({path: path.join(folder, 'print.pdf')});
    assert.deepStrictEqual(complaints, []);
}

/* Each process is a group with a lock of its own; what they did to a line is one sum. */
async function useProcesses(browser, file) {
    const {page, complaints} = await openPage(browser, file, 'light');
    const seen = await page.evaluate(() => {
        const {painter, runs} = gilbox, [parent, ...workers] = runs;
        const ranBeside = (band, other) => Array.from(band.begin).some((begin, i) =>
            band.spans.what[i] === 0 && other.spentBetween(0, begin, band.end(i)) > 0);
        const [band, ...others] = workers.map(run => run.bands[0]);
        return {
            processes: runs.map(run => run.process), titles: workers.map(run => run.title()),
            late: workers.every(run => run.bands[0].begin[0] > parent.bands[0].begin[0]),
            inside: runs.every(run => run.bands.every(band =>
                band.begin[band.spans.count - 1] <= painter.length)),
            beside: others.some(other => ranBeside(band, other)),
        };
    });
    assert.deepStrictEqual(seen.processes, [1, 2, 3, 4, 5]);
    for (const title of seen.titles)
        assert.match(title, /^process \d: ForkPoolWorker-\d \(pid \d+\); timed lock/, title);
    assert(seen.late && seen.inside, 'one clock');
    assert(seen.beside, 'locks were held at the same time');
    assert.match(await page.$eval('#facts', element => element.textContent), /^5 processes/);
    assert.match(await page.$eval('#source', element => element.textContent), /def squares/);
    assert.strictEqual((await page.$$('#files button')).length,
                       await page.evaluate('Object.keys(gilbox.runs[0].sources).length'));
    await picture(page, 'processes.png');
    assert.deepStrictEqual(complaints, []);
}

async function useMany(browser, file, name) {
    assert(fs.statSync(file).size < SIZE_MAX, 'a million events fit into 30 MB');
    const {page, complaints} = await openPage(browser, file, 'dark');
    const worst = await page.evaluate(() => {
        const {painter, show, draw, frames, runs} = gilbox, length = painter.length, times = [];
        const measure = (from, to) => { /* The best of three: others use the computer, too. */
            show(from, to);
            for (let i = 0; i < 3; i++)
                draw();
            times.push(Math.min(...frames.slice(-3)));
        };
        for (let i = 0; i < 20; i++) {
            measure(0, length);
            measure(length * 0.5, length * (0.5 + 0.4 * 0.7 ** i));
            measure(length * i / 25, length * (i + 1) / 25);
        }
        const events = runs[0].bands.reduce((sum, band) => sum + band.spans.count + band.points.count, 0);
        times.sort((a, b) => a - b);
        return {events, worst: times[times.length - 1], median: times[times.length >> 1]};
    });
    await picture(page, name);
    console.log(`${worst.events} spans and moments, ${(fs.statSync(file).size / 1e6).toFixed(1)} MB: ` +
                `a frame takes ${worst.median.toFixed(1)} ms, at most ${worst.worst.toFixed(1)} ms`);
    assert(worst.worst < FRAME_MS, `a frame takes ${worst.worst} ms`);
    assert.deepStrictEqual(complaints, []);
}

/* Two locks, one under the other on one axis, below the table of figures. */
async function compare(browser) {
    const file = path.join(folder, 'comparison.html');
    execFileSync(gilbox, ['compare', '--runs', '1', '--as', '2.7,3.12', '--html', file, 'samples/countdown.py',
                          '5000000'], {stdio: 'pipe'});
    const {page, complaints} = await openPage(browser, file, 'light');
    const rows = await page.$$eval('#comparison tr', all => all.map(row => row.textContent));
    assert.match(rows[0], /wall.*switches.*waited/);
    assert.strictEqual(rows.length, 3);
    const titles = await page.evaluate(
        () => gilbox.painter.rows.filter(row => !row.band).map(row => row.run.title()));
    assert.match(titles.join(), /^2\.7; tick lock, .*,3\.12; timed lock, /);
    const ends = await page.evaluate(() => gilbox.runs.map(run => run.length / gilbox.painter.length));
    assert(Math.max(...ends) === 1 && Math.min(...ends) > 0, 'one axis');
    await pointOfWait(page);
    await picture(page, 'comparison.png');
    assert.deepStrictEqual(complaints, []);
}

(async () => {
    const browser = await puppeteer.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: 'new',
        args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
        await useIt(browser, makePage('page.html', 'samples/countdown.py', '20000000'));
        await useProcesses(browser, makePage('processes.html', '-c', POOL));
        await useMany(browser, makePage('million.html', '--trace-events', '262144', '-c', MILLION), 'million.png');
        await useMany(browser, makePage('threads.html', '-c', THOUSAND), 'threads.png');
        await compare(browser);
        console.log('page: all is well');
    } finally {
        await browser.close();
        fs.rmSync(folder, {recursive: true});
    }
})().catch(error => {
    console.error(error);
    process.exit(1);
});
