/** What a folder declares for each of its nouns, besides journeys. */
import type { Noun } from './words.ts';

const verbs = ['Issued', 'Updated', 'Paid', 'Overdue', 'Cancelled', 'Disputed', 'Viewed', 'Closed'];

export function signals({ name, title }: Noun): string {
  const words = name.replaceAll('_', ' ');
  return verbs
    .map(
      (verb) => `/// A ${words} was ${verb.toLowerCase()}.
signal ${title}${verb} named "${words} ${verb.toLowerCase()}" {
  reference: id
  amount:    money
  previous:  money?
  due:       date
  note:      text?
  urgent:    boolean
}
`,
    )
    .join('\n');
}

export function conditions({ name, title }: Noun): string {
  return `/// Looks again and again at one ${name.replaceAll('_', ' ')} and does nothing.
condition ${title}Hesitating(reference: id) =
  count of ${title}Viewed where it.reference == reference in last 48 hours >= 3
  and no ${title}Paid in last 48 hours

condition ${title}Late = count of ${title}Overdue in last 90 days >= 2 and not InTrouble

condition ${title}Large = sum of ${title}Issued.amount in last 30 days > 500 EUR or profile.tier == platinum

condition ${title}Calm = no ${title}Disputed in last 30 days and no ComplaintRaised in last 30 days
`;
}

export function messages({ name, title }: Noun): string {
  const words = name.replaceAll('_', ' ');
  return `message ${title}Explained(it_is: ${title}Issued) for Service {
  on email {
    subject "Your ${words}, explained"
    body """
      Hi {profile.name or "there"},
      your ${words} {it_is.reference} is {it_is.amount} this time.
      It is due on {it_is.due}.
      """
  }
  on sms { text "Your ${words} is {it_is.amount}, due on {it_is.due}." }
}

message ${title}Reminder(reference: id, amount: money) for Service {
  on email {
    subject "A word about your ${words}"
    body "Hi {profile.name or "there"}, {amount} is still open for {reference}."
  }
  on sms { text "{amount} is still open for {reference}." }
}

message ${title}Offer for Marketing {
  on email {
    subject "Something for you, {profile.name or "friend"}"
    body "As a {profile.tier} customer you may like this."
  }
}
`;
}

export function desks(nouns: readonly Noun[]): string {
  return nouns
    .map(
      ({ name }) => `/// The people who know all about it.
team ${name}_desk {
  open 08:00..20:00 on weekdays in "Europe/London"
  via http desk
  cleared for pii
}
`,
    )
    .join('\n');
}
