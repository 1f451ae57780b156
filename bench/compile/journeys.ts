/** The journeys of the generated workspace: five beginnings, four middles and four ends make eighty shapes. */
import type { Noun } from './words.ts';

export function journeyText({ name, title }: Noun, index: number, random: () => number): string {
  const pick = (texts: readonly string[]): string => texts[Math.floor(random() * texts.length)] ?? '';
  const words = name.replaceAll('_', ' ');
  return `/// Journey ${index} of ${words}: what we promised each other in the workshop of week ${1 + (index % 52)}.
/// The people at the desk asked for it, so they own it.
journey ${title}Journey${index} {
  title "Look after a ${words}, case ${index}"
  owner ${name}_desk
  for Service
  priority ${10 + (index % 80)}

${pick(starts(title))}
  stop on ${title}Cancelled where it.reference == item.reference as cancelled
  expire after ${20 + (index % 20)} days as expired

${pick(firstWords(title))}

${pick(waits(title))}

${pick(choices(title))}

  step with_agent {
    handoff to ${name}_desk as talk {
      because "it went from {item.previous or 0 EUR} to {item.amount} and {profile.name or "somebody"} is waiting"
      share item, contacts in last 30 days, this journey
      within ${2 + (index % 30)} minutes, else escalate to duty_manager
      on resolved { finish as helped }
      on returned { go to last_word }
    }
  }

  step last_word {
    // One more message, then we leave them in peace.
    send ${title}Reminder(item.reference, item.amount) on email, else finish as unreachable
    wait for ${title}Paid where it.reference == item.reference up to ${2 + (index % 8)} days {
      finish as paid
    } else {
      finish as left_alone
    }
  }
}
`;
}

function starts(title: string): string[] {
  const once = 'once per item.reference';
  return [
    `  start on ${title}Issued as item\n    when item.previous is present and item.amount > 150% of item.previous\n    ${once}`,
    `  start on ${title}Issued as item\n    when item.amount between 20 EUR and 400 EUR\n    ${once}`,
    `  start on ${title}Issued as item\n    when item.urgent and ${title}Calm\n    ${once}`,
    `  start on ${title}Issued as item\n    when ${title}Late or ${title}Large\n    ${once}`,
    `  start on ${title}Issued as item\n    when ${title}Hesitating(item.reference)\n    again after 7 days`,
  ];
}

function firstWords(title: string): string[] {
  const unreachable = 'else finish as unreachable';
  return [
    `  send ${title}Explained(item) on email, else sms, ${unreachable}`,
    `  send ${title}Explained(item) on sms, else email, ${unreachable}`,
    `  wait 2 days until 09:00\n  send ${title}Explained(item) on email, ${unreachable}`,
    `  if profile.tier == gold or profile.tier == platinum {\n    go to with_agent\n  }\n  send ${title}Reminder(item.reference, item.amount) on email, ${unreachable}`,
  ];
}

function waits(title: string): string[] {
  const mine = 'where it.reference == item.reference';
  return [
    `  wait {\n    on CallStarted { go to with_agent }\n    on ${title}Paid ${mine} { finish as paid }\n    after 3 days { }\n  }`,
    `  wait {\n    on ${title}Disputed ${mine} { go to with_agent }\n    when InTrouble { go to with_agent }\n    after 90 minutes { }\n  }`,
    `  wait for ${title}Paid ${mine} up to 5 days {\n    finish as paid\n  }`,
    `  wait 36 hours`,
  ];
}

function choices(title: string): string[] {
  return [
    `  choose profile.tier {\n    gold, platinum { go to with_agent }\n    standard { go to last_word }\n  }`,
    `  if ${title}Large and not InTrouble {\n    go to with_agent\n  } else if item.urgent {\n    go to with_agent\n  } else {\n    go to last_word\n  }`,
    `  if profile.spend_90d > 300 EUR {\n    send ${title}Offer on email, else go to last_word\n  }\n  if any ComplaintRaised in last 7 days {\n    go to with_agent\n  }\n  go to last_word`,
    `  if count of ${title}Viewed where it.reference == item.reference in last 7 days >= 2 {\n    go to with_agent\n  }\n  go to last_word`,
  ];
}

/** A test that any of the shapes passes or fails by its meaning, not by its form: `check` only reads it. */
export function testText({ name, title }: Noun, index: number): string {
  return `test "a cancelled ${name.replaceAll('_', ' ')} is left alone, case ${index}" {
  given customer ada { tier: gold, name: "Ada", email: "ada@example.org" }
  at 2026-03-01 10:00
  ${title}Issued { reference: "r${index}", amount: 120 EUR, previous: 55 EUR, due: 2026-03-20, urgent: false }
  after 5 minutes
  ${title}Cancelled { reference: "r${index}", amount: 120 EUR, due: 2026-03-20, urgent: false }
  after 2 days
  expect not sent ${title}Offer
}
`;
}
