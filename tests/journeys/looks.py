"""What is wrong with a page as it looks in light and in dark, on a desk and on a phone?

All of axe-core is asked, and what axe does not ask: small print, pale borders, a page wider than its window, too much to
load, and a keyboard's focus that nobody sees.
"""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
#: One difference at a time, so that a page is drawn anew as seldom as may be.
LOOKS = (("light", 1440), ("dark", 1440), ("dark", 390), ("light", 390))
#: A page may weigh so many bytes as they travel, with all that it loads.
HEAVIEST = 150_000

#: A part of a page that asks for itself again waits until the page has been looked at.
HOLD_STILL = "document.addEventListener('htmx:beforeRequest', (event) => event.preventDefault())"

#: A page has few colours and axe reads each of them at every element, which is a sixth of its time: here it reads it once.
READ_COLOURS_ONCE = """(() => {
    const { prototype } = axe.commons.color.Color;
    const { parseString } = prototype;
    const known = new Map();
    prototype.parseString = function (text) {
        if (!known.has(text)) {
            parseString.call(this, text);
            known.set(text, [this.r, this.g, this.b, this.alpha]);
        }
        [this.r, this.g, this.b, this.alpha] = known.get(text);
        return this;
    };
})()"""

#: Every rule that axe has, of whatever level, what it leaves out by itself included. The one exception is a contrast of
#: seven to one (AAA): the product's own blue on white comes to less. Preloading is for frames and foreign style sheets,
#: and there are none.
AXE_RULES = """async () => {
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
    rules['color-contrast-enhanced'].enabled = false;
    const { violations } = await axe.run({ rules, resultTypes: ['violations'], preload: false, iframes: false });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id} at ${node.target}`));
}"""

HOUSE_RULES = """() => {
    const problems = [];
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const { parentElement: element, data } = words.currentNode;
        if (data.trim() && shown(element) && parseFloat(getComputedStyle(element).fontSize) < 12)
            problems.push(`"${data.trim()}" is smaller than 12 px`);
    }
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.setProperty('color', 'var(--neutral-stroke-accessible)');
    const border = getComputedStyle(probe).color;
    probe.remove();
    const plain = ':not([type=checkbox], [type=radio], [type=hidden], :disabled, :focus, [aria-invalid=true])';
    for (const field of document.querySelectorAll(`input${plain}, select${plain}, textarea${plain}`))
        if (shown(field) && getComputedStyle(field).borderTopColor !== border)
            problems.push(`the border of ${field.name || field.id} is not strokeAccessible`);
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) problems.push(`is ${over} px wider than its window`);
    return problems;
}"""

#: Give the focus to everything that can have it, in menus too, and tell what it does not mark: by an outline, a shadow
#: or a border, of itself or of what stands around it, three times lighter or darker than what it lies on.
FOCUS_RULES = """() => {
    const problems = [];
    const before = document.activeElement;
    const folded = [...document.querySelectorAll('details:not([open])')];
    for (const one of folded) one.open = true;
    const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
    const isClear = (color) => rgb(color)[3] === 0;
    const behind = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const { backgroundColor } = getComputedStyle(one);
            if (!isClear(backgroundColor)) return backgroundColor;
        }
        return 'rgb(255, 255, 255)';
    };
    const luminance = (color) => {
        const [red, green, blue] = rgb(color).map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one, other) => {
        const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (lighter + 0.05) / (darker + 0.05);
    };
    // What may mark the focus at one place, each mark with its colour.
    const marks = (element, part) => {
        const looks = getComputedStyle(element, part);
        const found = new Map();
        if (looks.outlineStyle !== 'none' && parseFloat(looks.outlineWidth) >= 1)
            found.set(`outline ${looks.outlineWidth} ${looks.outlineColor}`, looks.outlineColor);
        if (looks.boxShadow !== 'none') found.set(looks.boxShadow, looks.boxShadow.match(/\\w+\\([^)]*\\)/)[0]);
        for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
            const [width, color] = [looks[`border${side}Width`], looks[`border${side}Color`]];
            if (parseFloat(width) >= 1) found.set(`${side} ${width} ${color}`, color);
        }
        return found;
    };
    const around = (element) => new Set([element, element.parentElement, element.nextElementSibling,
        ...(element.labels || [])].filter(Boolean));
    const look = (element) => [...around(element)].flatMap((one) => [null, '::before', '::after']
        .map((part) => [one, marks(one, part)]));
    const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]';
    let seen = 0;
    for (const element of document.querySelectorAll(focusable)) {
        if (document.activeElement) document.activeElement.blur();
        const plain = look(element);
        element.focus({ preventScroll: true });
        if (document.activeElement !== element || element.tabIndex < 0) continue;
        seen += 1;
        if (!element.matches(':focus-visible')) problems.push('no keyboard gave the focus');
        const isMarked = look(element).some(([one, found], at) => [...found].some(([mark, color]) =>
            !plain[at][1].has(mark) && !isClear(color)
            && Math.max(contrast(color, behind(one)), contrast(color, behind(one.parentElement))) >= 3));
        if (!isMarked) problems.push(`the focus is not seen on ${element.outerHTML.slice(0, 120)}`);
    }
    if (!seen) problems.push('nothing can have the focus');
    document.activeElement.blur();
    for (const one of folded) one.open = false;
    if (before && before !== document.body) before.focus({ preventScroll: true });
    return problems;
}"""

WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""


def problems_of(page: Page) -> Iterator[str]:
    """What is wrong with the page in a tab, in all of its looks."""
    page.evaluate(f"{AXE}\n{READ_COLOURS_ONCE};\n{HOLD_STILL}")
    # A browser marks the focus once somebody has used the keyboard.
    page.keyboard.press("Home")
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        # Without motion, so that no colour is still on its way.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for rules in (AXE_RULES, HOUSE_RULES, FOCUS_RULES):
            for problem in page.evaluate(rules):
                yield f"{page.url} ({scheme}, {width} px): {problem}"
    weight = page.evaluate(WEIGHT)
    if weight > HEAVIEST:
        yield f"{page.url} weighs {weight} bytes"
