/** Which comments stand for code that is left out, over the wordings that models use, and which are ordinary comments. */
import assert from 'node:assert/strict';
import { findPlaceholders, isPlaceholder } from '../../../../src/core/edits/placeholders';

const standIns: readonly (readonly [language: string, line: string])[] = [
  ['ts', '// ... existing code ...'],
  ['ts', '// … existing code …'],
  ['ts', '    // ...existing code...'],
  ['ts', '// existing code'],
  ['ts', '// existing code here'],
  ['ts', '// Existing imports'],
  ['ts', '// ... rest of the code'],
  ['ts', '// rest of the code remains the same'],
  ['ts', '// Rest of your component...'],
  ['ts', '// The rest of the function stays the same'],
  ['ts', '// ... (rest of the file is unchanged)'],
  ['ts', '// (existing code)'],
  ['ts', '// --- existing code ---'],
  ['ts', '// [rest of the code unchanged]'],
  ['ts', '// remaining code unchanged'],
  ['ts', '// unchanged'],
  ['ts', '// ... unchanged ...'],
  ['ts', '// no changes here'],
  ['ts', '// same as before'],
  ['ts', '// ... same as before'],
  ['ts', '// ... other methods ...'],
  ['ts', '// ... other methods'],
  ['ts', '// other imports...'],
  ['ts', '// Other methods remain unchanged'],
  ['ts', '// ... previous code ...'],
  ['ts', '// previous code omitted for brevity'],
  ['ts', '// Code omitted for brevity'],
  ['ts', '// keep existing methods'],
  ['ts', '// keep the rest of the file unchanged'],
  ['ts', '// ... imports'],
  ['ts', '// ... imports and types ...'],
  ['ts', '// ...'],
  ['ts', '// …'],
  ['ts', '...'],
  ['ts', '[...]'],
  ['python', '...  # existing code'],
  ['python', 'pass  # ... rest unchanged'],
  ['python', '...rest of the code...'],
  ['markdown', '// ... rest unchanged ...'],
  ['markdown', '[rest of the document unchanged]'],
  ['plaintext', '(rest unchanged)'],
  ['ts', '/* ... existing code ... */'],
  ['tsx', '{/* ... existing elements ... */}'],
  ['tsx', '      {/* rest of the JSX unchanged */}'],
  ['html', '<!-- ... existing content ... -->'],
  ['html', '<!-- rest of the page unchanged -->'],
  ['css', '/* existing styles */'],
  ['css', '/* ... other rules ... */'],
  ['py', '# ... existing code ...'],
  ['py', '# rest of the code unchanged'],
  ['py', '# rest unchanged'],
  ['py', '    # ... rest of the method'],
  ['py', '…'],
  ['sql', '-- ... remaining columns ...'],
  ['lua', '-- existing code'],
  ['lisp', ';; ... existing code ...'],
  ['latex', '% ... rest of the file ...'],
  ['yaml', '# ... other steps ...'],
  ['', '// ... existing code ...'],
  ['ts', '// ... 其余代码不变'],
  ['ts', '// 现有代码'],
  ['py', '# 其他代码保持不变'],
  ['ts', '// ... código existente ...'],
  ['ts', '// … restlicher Code unverändert'],
  ['ts', '// ... reste du code ...'],
  ['ts', '// 既存のコード'],
  ['ts', '// ... остальной код'],
  ['markdown', '<!-- existing content -->'],
];

const ordinary: readonly (readonly [language: string, line: string])[] = [
  ['ts', '// Loading...'],
  ['ts', '// Processing the remaining items...'],
  ['ts', '// Wait for the existing connection to close...'],
  ['ts', '// ...and then the list is sorted again'],
  ['ts', '// TODO: handle errors...'],
  ['ts', '// This keeps the existing order of the entries'],
  ['ts', '// Reuses the existing connection'],
  ['ts', '// Other users see nothing'],
  ['ts', '// The previous value'],
  ['ts', '// Remaining time in seconds'],
  ['ts', '// Existing customers get a discount'],
  ['ts', '// rest parameters are collected into an array'],
  ['ts', '// the order of the items remains unchanged'],
  ['ts', '// Your code here'],
  ['ts', '// Spread the rest'],
  ['ts', '// e.g. a, b, c, ...'],
  ['ts', '// and so it goes on, one by one…'],
  ['ts', '// Same origin only'],
  ['ts', '// Original price before the discount'],
  ['ts', '// more than ten pieces'],
  ['ts', '...args'],
  ['ts', '...rest,'],
  ['ts', 'const all = [...existing, code];'],
  ['ts', 'return existing; // unchanged'],
  ['ts', "console.log('... existing code ...');"],
  ['py', '...'],
  ['py', '# Retry if the other side hangs up'],
  ['py', '# Existing rows are updated in place'],
  ['c', '#include <rest.h>'],
  ['markdown', '# Existing code'],
  ['markdown', '- rest of the code unchanged'],
  ['ts', ''],
];

suite('A line that stands for code left out', () => {
  for (const [language, line] of standIns) {
    test(`is found: ${line.trim()} (${language})`, () => {
      assert.equal(isPlaceholder(line, language), true);
    });
  }
});

suite('An ordinary line', () => {
  for (const [language, line] of ordinary) {
    test(`is left alone: ${line} (${language})`, () => {
      assert.equal(isPlaceholder(line, language), false);
    });
  }
});

suite('A line made to take long', () => {
  test('does not', () => {
    const lines = [
      `// existing code${',,,,here'.repeat(13)}x`,
      `/*${'*'.repeat(2_000)}x`,
      `// a${'-'.repeat(40_000)}b`,
      `// ${'.'.repeat(40_000)}b`,
    ];
    const start = performance.now();
    for (const line of lines) assert.equal(isPlaceholder(line, 'ts'), false);
    assert.ok(performance.now() - start < 1_000);
  });
});

suite('Placeholders in code', () => {
  test('are given by their line', () => {
    assert.deepEqual(findPlaceholders('a();\r\n// ...\r\nb();\n  // existing code', 'js'), [1, 3]);
  });
});
