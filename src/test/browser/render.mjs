// Renders HTML files in a real browser, at each width and in each colour scheme, and tells what a
// reader gets to see. Usage: node render.mjs OUT_DIRECTORY FILE...; the answer is JSON.
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [out, ...files] = process.argv.slice(2);

// Runs in the page.
function look() {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour)
      .slice(0, 3)
      .map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if ((channels(colour)[3] ?? 1) > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const contrast = (element) => {
    const a = luminance(getComputedStyle(element).color);
    const b = luminance(behind(element));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const worded = [...document.body.querySelectorAll('*')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  const page = document.scrollingElement;
  return {
    scrollWidth: page.scrollWidth,
    clientWidth: page.clientWidth,
    tooWide: [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 0.5
        || element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.tagName + '.' + element.className),
    smallestFont: Math.min(...worded.map((e) => parseFloat(getComputedStyle(e).fontSize))),
    leastContrast: Math.min(...worded.map(contrast)),
    background: behind(document.querySelector('.part')),
    headline: document.querySelector('h1').innerText,
    headlineTop: document.querySelector('h1').getBoundingClientRect().top,
    active: document.querySelectorAll('script,img,iframe,object,link,a,form,video,audio,[onerror],[onload]').length,
  };
}

const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  headless: 'shell',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
});
const seen = [];
try {
  for (const file of files) {
    for (const width of [360, 1024]) {
      for (const scheme of ['light', 'dark']) {
        const page = await browser.newPage();
        const requests = [];
        page.on('request', (request) => requests.push(request.url()));
        const phone = width < 600;
        await page.setViewport({ width, height: 740, isMobile: phone, hasTouch: phone });
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.goto(pathToFileURL(file).href);
        const name = `${basename(file, '.html')}-${width}-${scheme}`;
        await page.screenshot({ path: join(out, name + '.png'), fullPage: true });
        seen.push({ name, width, scheme, requests: requests.length, ...(await page.evaluate(look)) });
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
