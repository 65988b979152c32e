/** What a value does to a schema, in the user's language: the sentences of `core/jsonSchema/schemaProblems.ts`, to be translated. */
import * as vscode from 'vscode';
import type { SchemaProblem } from '../../core/jsonSchema/schemaProblems';

export function schemaWords({ path, keyword, values }: SchemaProblem): string {
  const { l10n } = vscode;
  const [first = '', second = ''] = values;
  switch (values.length === 0 ? '' : keyword) {
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
    case 'exclusiveMinimum':
      return l10n.t('{0} is not greater than {1}.', path, first);
    case 'exclusiveMaximum':
      return l10n.t('{0} is not less than {1}.', path, first);
    case 'multipleOf':
      return l10n.t('{0} is not a multiple of {1}.', path, first);
    case 'uniqueItems':
      return l10n.t('{0} has the same item twice, at {1} and {2}.', path, first, second);
    case 'minProperties':
      return l10n.t('{0} has fewer properties than {1}.', path, first);
    case 'maxProperties':
      return l10n.t('{0} has more properties than {1}.', path, first);
    case 'propertyNames':
      return l10n.t('{0} has the property {1}, whose name is not allowed.', path, first);
    case 'not':
      return l10n.t('{0} is what the schema excludes.', path);
    case 'contains':
      return l10n.t('{0} has no item of the kind that the schema wants.', path);
    case 'minContains':
      return l10n.t('{0} has fewer items of the kind that the schema wants than {1}.', path, first);
    case 'maxContains':
      return l10n.t('{0} has more items of the kind that the schema wants than {1}.', path, first);
    case 'dependentRequired':
    case 'dependencies':
      return l10n.t('{0} has {1}, but lacks {2}.', path, first, second);
    default:
      return l10n.t('{0} does not match the schema ({1}).', path, keyword);
  }
}
