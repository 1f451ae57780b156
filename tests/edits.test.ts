/** What one file says of another is looked at again when that other one changes. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';

test('a channel that is no longer cleared for personal data is told at the message that sends some', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const channel = (cleared: string): string => `channel email { to profile.email, via smtp${cleared} }\n`;
  workspace.setFile(
    'profile.journey',
    `profile { name: text? pii, email: email? }
signal Joined { name: text, email: email }
on Joined as j {
  set profile.email = j.email
  set profile.name = j.name
}
purpose Service { consent assumed }
`,
  );
  workspace.setFile(
    'welcome.journey',
    `message Hello for Service {
  on email { subject "Hi {profile.name or "you"}", body "Welcome." }
}
journey Welcome {
  for Service
  start on Joined every time
  send Hello on email, else finish as unreachable
}
`,
  );
  const errors = (cleared: string): string[] => {
    workspace.setFile('channels.journey', channel(cleared));
    return workspace.check().flatMap(({ code, severity, file }) => (severity === 'error' ? [`${code} ${file}`] : []));
  };
  expect(errors(', cleared for pii')).toEqual([]);
  expect(errors('')).toEqual(['J3110 welcome.journey']);
  expect(errors(', cleared for pii')).toEqual([]);
  expect(errors('')).toEqual(['J3110 welcome.journey']);
});
