/**
 * Colours for code where the user's own theme cannot be read (installed on another machine, or in a form that is not
 * understood): one small palette per kind of theme, each with enough contrast on the usual backgrounds.
 */
import type { MergedColorTheme, TokenColorRule } from '../../core/colorTheme';
import type { ThemeKind } from './themeKind';

interface Palette {
  readonly comment: string;
  readonly text: string;
  readonly keyword: string;
  readonly number: string;
  readonly type: string;
  readonly callable: string;
  readonly variable: string;
  readonly plain: string;
}

const palettes: Readonly<Record<ThemeKind, Palette>> = {
  dark: {
    comment: '#8aa07c',
    text: '#d8a27f',
    keyword: '#7fb2e5',
    number: '#b8d0a4',
    type: '#63c7b2',
    callable: '#dcd7a0',
    variable: '#a9d3f0',
    plain: '#cccccc',
  },
  light: {
    comment: '#4a7033',
    text: '#9c3328',
    keyword: '#1c46b8',
    number: '#0f6b4c',
    type: '#236e84',
    callable: '#6f5317',
    variable: '#1d3e80',
    plain: '#3b3b3b',
  },
  highContrast: {
    comment: '#8fd06f',
    text: '#f0b088',
    keyword: '#8cc4ff',
    number: '#c8e6b0',
    type: '#6fe0c8',
    callable: '#f0eab0',
    variable: '#b8e2ff',
    plain: '#ffffff',
  },
  highContrastLight: {
    comment: '#36591f',
    text: '#7d1f14',
    keyword: '#0d2f94',
    number: '#064d35',
    type: '#0d4f63',
    callable: '#54400d',
    variable: '#0c2a63',
    plain: '#292929',
  },
};

export function builtInTheme(kind: ThemeKind): MergedColorTheme {
  const palette = palettes[kind];
  const rule = (foreground: string, ...scope: readonly string[]): TokenColorRule => ({ scope, settings: { foreground } });
  return {
    type: kind === 'light' || kind === 'highContrastLight' ? 'light' : 'dark',
    tokenColors: [
      { settings: { foreground: palette.plain } },
      rule(palette.comment, 'comment', 'punctuation.definition.comment'),
      rule(palette.text, 'string', 'markup.inline.raw', 'markup.deleted'),
      rule(palette.plain, 'meta.template.expression', 'meta.interpolation'),
      rule(
        palette.keyword,
        'keyword',
        'storage',
        'constant.language',
        'variable.language',
        'entity.name.tag',
        'markup.heading',
      ),
      rule(palette.plain, 'keyword.operator'),
      rule(palette.keyword, 'keyword.operator.new', 'keyword.operator.expression', 'keyword.operator.logical.python'),
      rule(palette.number, 'constant.numeric', 'constant.character.escape', 'constant.other.color', 'markup.inserted'),
      rule(
        palette.type,
        'entity.name.type',
        'entity.name.class',
        'support.type',
        'support.class',
        'entity.other.inherited-class',
      ),
      rule(palette.callable, 'entity.name.function', 'support.function', 'meta.diff.range'),
      rule(
        palette.variable,
        'variable',
        'entity.other.attribute-name',
        'support.type.property-name',
        'meta.object-literal.key',
      ),
      { scope: ['markup.bold', 'markup.heading'], settings: { fontStyle: 'bold' } },
      { scope: ['markup.italic'], settings: { fontStyle: 'italic' } },
    ],
  };
}
