/** What a value does to a schema, in the user's language: the sentences of `core/jsonSchema/schemaProblems.ts`, to be translated. */
import * as vscode from 'vscode';
import type { SchemaProblem } from '../../core/jsonSchema/schemaProblems';

export function schemaWords({ path, keyword, values, message }: SchemaProblem): string {
  const { l10n } = vscode;
  const [first = '', second = ''] = values;
  switch (keyword) {
    case 'type':
      return l10n.t('{0} is of type {1}, where {2} is wanted.', path, first, second);
    case 'required':
      return l10n.t('{0} lacks the property {1}.', path, first);
    case 'false':
      return l10n.t('{0} is not allowed here.', path);
    case 'enum':
      return l10n.t('{0} is none of {1}.', path, first);
    case 'const':
      return l10n.t('{0} is not {1}.', path, first);
    case 'minLength':
      return l10n.t('{0} is shorter than {1} characters.', path, first);
    case 'maxLength':
      return l10n.t('{0} is longer than {1} characters.', path, first);
    case 'pattern':
      return l10n.t('{0} does not match the pattern of the schema.', path);
    case 'format':
      return l10n.t('{0} is not of the format {1}.', path, first);
    case 'minimum':
      return l10n.t('{0} is less than {1}.', path, first);
    case 'maximum':
      return l10n.t('{0} is greater than {1}.', path, first);
    case 'minItems':
      return l10n.t('{0} has fewer items than {1}.', path, first);
    case 'maxItems':
      return l10n.t('{0} has more items than {1}.', path, first);
    case 'anyOf':
      return l10n.t('{0} matches none of the alternatives of the schema.', path);
    case 'oneOf':
      return l10n.t('{0} matches {1} of the alternatives of the schema, where exactly one is wanted.', path, first);
    default:
      // Rare ones, in the language of the schema's own words.
      return `${path} ${message}.`;
  }
}
