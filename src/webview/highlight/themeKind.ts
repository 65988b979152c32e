/** The kinds of colour themes, and which one the page has: all that is known of a theme that cannot be read. */

export type ThemeKind = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** The kind as VS Code writes it on the page's body; dark where it is missing. */
export function themeKindOf(vscodeThemeKind: string | undefined): ThemeKind {
  switch (vscodeThemeKind) {
    case 'vscode-light':
      return 'light';
    case 'vscode-high-contrast':
      return 'highContrast';
    case 'vscode-high-contrast-light':
      return 'highContrastLight';
    default:
      return 'dark';
  }
}
