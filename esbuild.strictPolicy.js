/**
 * Adapts the libraries that draw formulas and diagrams to the page's policy, which has neither HTML text nor style attributes:
 * the few lines that write one are replaced when they are bundled. A line that is no longer there stops the build, so that an
 * update of a library cannot bring it back unseen.
 */
const fs = require('node:fs');
const path = require('node:path');

const markup = path.resolve('src/webview/markdown/diagram/markup.ts');
const importMarkup = `import * as policyMarkup from ${JSON.stringify(markup)};\n`;

/** End of a file's path → what is replaced in it, as often as stated. */
const replacements = {
  'katex/dist/katex.mjs': [
    // Only the MathML has these, which is for screen readers.
    ['node.setAttribute("style", "text-shadow: 0.02em 0.01em 0.04px");', '', 1],
    ['node.setAttribute("style", "border: " + makeEm(thk) + " solid " + group.borderColor);', '', 1],
  ],
  'd3-selection/dist/d3-selection.mjs': [
    ['this.setAttribute(name, value)', 'policyMarkup.writeStyle(this, name, value) || this.setAttribute(name, value)', 1],
    ['this.setAttribute(name, v)', 'policyMarkup.writeStyle(this, name, v) || this.setAttribute(name, v)', 1],
    ['this.innerHTML = "";', 'this.replaceChildren();', 1],
    ['this.innerHTML = value;', 'policyMarkup.appendMarkup(this, value);', 1],
    ['this.innerHTML = v == null ? "" : v;', 'policyMarkup.appendMarkup(this, v ?? "");', 1],
  ],
  'mermaid/dist/mermaid.core.mjs': [
    ['svgContainingElement.innerHTML = "";', 'svgContainingElement.replaceChildren();', 1],
    // The caller adopts the rules before anything is measured, and takes the drawing itself, not its text.
    [
      'style1.innerHTML = rules;\n  svg.insertBefore(style1, firstChild);',
      'svgContainingElement.dispatchEvent(new CustomEvent("styles", { detail: rules }));',
      1,
    ],
    ['const style1 = document.createElement("style");', '', 1],
    [
      'const svgCode = false ? await profiler.span("serialize", serializeSvg) : serializeSvg();',
      'const svgCode = "";\n  svgContainingElement.dispatchEvent(new CustomEvent("drawn", { detail: svgNode.node() }));',
      1,
    ],
  ],
  'mermaid.core/chunk-75Z2AOVW.mjs': [
    [
      'decoder.innerHTML = html;\n  return unescape(decoder.textContent);',
      'return unescape(policyMarkup.decodeEntities(html));',
      1,
    ],
  ],
  'mermaid.core/chunk-4HAMMTFA.mjs': [
    ['child.setAttribute("style", style);', 'child.style.cssText = style;', 1],
    // Nothing is fetched for an answer.
    ['img.src = node?.img ?? "";', 'throw new Error("Pictures are not loaded.");', 1],
  ],
  'mermaid.core/chunk-F27PBJKO.mjs': [['elem.append("image")', 'elem.append("g")', 1]],
  'mermaid.core/swimlanes-42K2YHIH.mjs': [['pathEl.setAttribute("style", cleaned);', 'pathEl.style.cssText = cleaned;', 1]],
  // Formulas in diagrams would need a second copy of KaTeX, and its output as text.
  'mermaid.core/chunk-DU6HZSFF.mjs': [
    ['(text.match(katexRegex)?.length ?? 0) > 0', 'false', 1],
    ['const { default: katex } = await import("katex");', 'const katex = undefined;', 1],
  ],
  'cytoscape/dist/cytoscape.esm.mjs': [
    ['head.insertBefore(stylesheet, head.children[0]);', '', 1],
    ["warn('A Cytoscape container has style position:static and so can not use UI extensions properly');", '', 1],
  ],
};

const strictPolicy = {
  name: 'strict-policy',
  setup(build) {
    // Labels never become HTML, so there is nothing to purify; whole drawings are copied node by node.
    build.onResolve({ filter: /^dompurify$/ }, () => ({ path: path.resolve('src/webview/markdown/diagram/labelMarkup.ts') }));
    for (const [file, changes] of Object.entries(replacements)) {
      const filter = new RegExp(`[\\\\/]${file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
      build.onLoad({ filter }, ({ path: found }) => {
        let text = fs.readFileSync(found, 'utf8');
        for (const [from, to, count] of changes) {
          const parts = text.split(from);
          if (parts.length !== count + 1) throw new Error(`${file}: ${String(parts.length - 1)} times: ${from}`);
          text = parts.join(to);
        }
        return { contents: text.includes('policyMarkup.') ? importMarkup + text : text, loader: 'js' };
      });
    }
  },
};

module.exports = { strictPolicy };
