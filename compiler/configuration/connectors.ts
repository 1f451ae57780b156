/** What is easily got wrong about connectors, told more exactly than their schema does. */
import type { ErrorObject } from 'ajv';
import * as say from '../diagnostics/catalogue.gen.ts';
import type { JsonText } from './json.ts';
import type { Mistake } from './mistake.ts';

const SECRET = '#/definitions/secret';

/** Null: there is nothing more exact to say of it. */
export function connectorMistake(error: ErrorObject, json: JsonText): Mistake | null {
  const { instancePath, keyword, params, schemaPath, data } = error;
  const [, section, name = ''] = instancePath.split('/');
  if (section !== 'connectors') return null;
  const place = json.places.get(instancePath);
  const value = place?.value ?? { start: 0, end: 1 };
  const key = instancePath.slice(1).replaceAll('/', '.');
  if (typeof data === 'string' && schemaPath.startsWith(SECRET)) return { ...value, wording: say.openSecret({ key }) };
  if (keyword === 'pattern' && schemaPath.startsWith('#/definitions/url')) {
    const { username, password } = partsOf(String(data));
    if (username !== '' || password !== '') return { ...value, wording: say.openSecret({ key }) };
  }
  if (keyword === 'required' && params.missingProperty === 'module' && instancePath === `/connectors/${name}`)
    return { ...(place?.key ?? value), wording: say.unknownConnector({ name }) };
  return null;
}

function partsOf(text: string): { readonly username: string; readonly password: string } {
  return URL.canParse(text) ? new URL(text) : { username: '', password: '' };
}
