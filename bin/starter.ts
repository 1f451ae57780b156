/** What `journey init` writes. It passes `check`, `fmt --check` and `test`: a test of ours sees to that. */

const configuration = `{
  "$schema": "https://journey-lang.dev/schemas/journey.schema.json",
  "currency": "EUR",
  "timezone": "Europe/London",
  "locale": "en-GB"
}
`;

const shop = `// What happens in the shop, who the customers are, and how they can be reached.

/// Somebody put things into the cart.
signal CartUpdated { cart: id, total: money }

/// Somebody bought what was in the cart.
signal OrderPlaced { cart: id, total: money }

/// Somebody said on a form whether we may write.
signal SignedUp { name: text? pii, email: email pii }
signal OffersAnswered { welcome: boolean }

profile {
  name: text? pii
  email: email? pii
  timezone: timezone = "Europe/London"
}

purpose Marketing { consent asked }

on SignedUp as s {
  set profile.name = s.name
  set profile.email = s.email
}

on OffersAnswered as answer when answer.welcome { grant consent for Marketing }
on OffersAnswered as answer when not answer.welcome { withdraw consent for Marketing }

channel email { to profile.email, via console, cleared for pii }

/// Nobody is written to at night.
policy NightRest for Marketing { quiet 21:00..08:00 in profile.timezone, then deliver later }

/// However much somebody looks around.
policy Calm for Marketing { at most 2 messages per 7 days }

team shop_desk
`;

const rescue = `/// Reminds those who left their cart behind, once.
message CartReminder(total: money) for Marketing {
  on email {
    subject "Your cart is waiting"
    body """
      Hi {profile.name or "there"},

      you left things worth {total} in your cart.
      """
  }
}

journey CartRescue {
  title "Bring back a cart that was left behind"
  owner shop_desk
  for Marketing

  start on CartUpdated as cart
    when cart.total > 20 EUR
    once per cart.cart
  goal OrderPlaced where it.cart == cart.cart within 1 day
  expire after 3 days

  wait 1 hour
  send CartReminder(cart.total) on email, else finish as unreachable
  wait 1 day
  finish as left
}

test "a cart that is left behind is remembered after an hour" {
  given customer ada { name: "Ada", email: "ada@example.org" } with consent for Marketing
  at 2026-03-02 10:00
  CartUpdated { cart: "c1", total: 50 EUR }
  expect not sent CartReminder
  after 1 hour
  expect sent CartReminder on email
}

test "whoever does not want offers gets none" {
  given customer ada { email: "ada@example.org" } with consent for Marketing
  at 2026-03-02 10:00
  OffersAnswered { welcome: false }
  CartUpdated { cart: "c1", total: 50 EUR }
  after 1 hour
  expect dropped CartReminder
  expect finished CartRescue as unreachable
}

test "who buys in time is left alone" {
  given customer ada { email: "ada@example.org" } with consent for Marketing
  at 2026-03-02 10:00
  CartUpdated { cart: "c1", total: 50 EUR }
  after 30 minutes
  OrderPlaced { cart: "c1", total: 50 EUR }
  after 2 days
  expect goal of CartRescue
  expect not sent CartReminder
}
`;

/** GitHub runs it from the top of the repository: there `folder` says where the workspace is, and '' that it is there itself. */
export function pipelineOf(folder: string): string {
  const only = JSON.stringify(`${folder}/**`);
  const events = `  push: { paths: [${only}] }\n  pull_request: { paths: [${only}] }`;
  const where = folder === '' ? '' : ` ${/^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`}`;
  return `name: journeys
on:${folder === '' ? ' [push, pull_request]' : `\n${events}`}
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 20 }
      - run: npx --yes journey-lang fmt --check${where}
      - run: npx --yes journey-lang check --format github --max-warnings 0${where}
      - run: npx --yes journey-lang test${where}
`;
}

const ignored = `# Databases hold what is known of customers: they belong in no repository.
*.db
*.db-*
*.db.*
`;

/** May be there already, with rules of somebody's own. */
export const IGNORED = '.gitignore';

/** GitHub looks for it at the top of a repository only. */
export const PIPELINE = '.github/workflows/journeys.yml';

export const starter: readonly { readonly path: string; readonly text: string }[] = [
  { path: 'journey.json', text: configuration },
  { path: 'shop.journey', text: shop },
  { path: 'cart_rescue.journey', text: rescue },
  { path: PIPELINE, text: pipelineOf('') },
  { path: IGNORED, text: ignored },
];
