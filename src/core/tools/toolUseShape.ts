/** Looks at calls of tools that were read from a file without trusting their shape: what cannot be used is left out. */
import { attachedImageOf } from '../attachmentShape';
import { countOf, given, idOf, listOf, objectOf, oneOf, textOf } from '../jsonShape';
import { toolUseStatuses, type ToolImage, type ToolUse } from './toolUse';

export function toolUseOf(value: unknown): ToolUse | undefined {
  const fields = objectOf(value);
  const [id, name] = [idOf(fields['id']), idOf(fields['name'])];
  return id === undefined || name === undefined
    ? undefined
    : {
        id,
        name,
        round: countOf(fields['round']) ?? 0,
        offset: countOf(fields['offset']) ?? 0,
        arguments: textOf(fields['arguments']) ?? '',
        status: oneOf(toolUseStatuses, fields['status']) ?? 'stopped',
        ...given('result', textOf(fields['result'])),
        ...given('images', toolImagesOf(fields['images'])),
      };
}

function toolImagesOf(value: unknown): readonly ToolImage[] | undefined {
  const images = listOf(value).flatMap((item) => {
    const image = attachedImageOf(item);
    return image === undefined ? [] : [{ ...image, tokens: countOf(objectOf(item)['tokens']) ?? 0 }];
  });
  return images.length === 0 ? undefined : images;
}

/** Undefined where there are none. Of two with one id, the first counts. */
export function toolUsesOf(value: unknown): readonly ToolUse[] | undefined {
  const uses = new Map<string, ToolUse>();
  for (const item of listOf(value)) {
    const use = toolUseOf(item);
    if (use !== undefined && !uses.has(use.id)) uses.set(use.id, use);
  }
  return uses.size === 0 ? undefined : [...uses.values()];
}
