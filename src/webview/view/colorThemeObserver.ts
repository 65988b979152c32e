/** Watches which colour theme the page has: only the page knows it exactly, as VS Code writes its id on the body. */

/** Calls back with the theme's id now and after each change, of its customised colours too. For the life of the page. */
export function observeColorTheme(onTheme: (themeId: string) => void): void {
  const report = (): void => {
    onTheme(document.body.dataset['vscodeThemeId'] ?? 'unknown');
  };
  report();
  new MutationObserver(report).observe(document.body, { attributeFilter: ['data-vscode-theme-id', 'class'] });
}
