/** The picture in words, for who cannot see it: what happens at each place of the way, and which place comes next. */
import type { Journey } from '../../graph/types.ts';
import { drawingOf } from '../drawing.ts';
import { text } from './html.ts';

export function wayInWords(journey: Journey): string {
  const { boxes, arrows } = drawingOf(journey);
  const numbers = new Map(boxes.map(({ id }, index) => [id, index + 1]));
  const items = boxes.map((box) => {
    const ways = arrows
      .filter(({ from }) => from === box.id)
      .map(
        ({ to, text: on }) =>
          `${text(on === '' ? 'then' : `${on}:`)} <a href="#way-${numbers.get(to)}">${numbers.get(to)}</a>`,
      );
    const said = [box.text, ...box.notes].map(text).join('; ');
    const step = box.step === undefined ? '' : `<b>${text(box.step)}</b> `;
    return `<li id="way-${numbers.get(box.id)}">${step}${said}${ways.length === 0 ? '' : ` <small>(${ways.join(', ')})</small>`}</li>`;
  });
  return `<details><summary>The same in words</summary><ol>${items.join('')}</ol></details>`;
}
