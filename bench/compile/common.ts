/** The folder that all teams use: who a customer is, ways out, and the rules above every journey. */
export function common(): string {
  return `/// How much a customer means to us.
type Tier = standard | gold | platinum

/// Somebody opened an account.
signal AccountOpened named "Account Opened" {
  account: id
  device:  id key device_id
}

/// Somebody looked at a page.
signal PageViewed named "Page Viewed" {
  page:    text
  product: id?
}

signal ComplaintRaised is contact { topic: text }
signal CallStarted is contact { queue: text, topic: text? }
signal CaseResolved is resolution { case: id }
signal OrderPlaced is revenue of total { order: id, total: money }
signal ReturnRequested { order: id, reason: text? }
signal DetailsChanged { email: email, phone: phone? }

identity {
  strong user_id, email
  weak   device_id
}

profile {
  name:      text? pii
  email:     email? pii
  phone:     phone? pii
  tier:      Tier = standard
  timezone:  timezone = "Europe/London"
  visits_7d: integer is count of PageViewed in last 7 days
  spend_90d: money is sum of OrderPlaced.total in last 90 days
}

on DetailsChanged as d {
  set profile.email = d.email
}

/// Not the moment to sell anything.
condition InTrouble = any ComplaintRaised in last 14 days or count of CallStarted in last 7 days >= 3

condition Active = profile.visits_7d > 2 and any OrderPlaced in last 90 days

purpose Service { consent assumed }
purpose Marketing { consent asked }

channel email { to profile.email, via smtp, cleared for pii }
channel sms { to profile.phone, via http sms, cleared for pii, at most 20 per second }

policy NightRest for Marketing { quiet 21:00..08:00 in profile.timezone, then deliver later }
policy Fatigue for Marketing {
  at most 3 messages per 7 days
  at most 1 per day on sms
}
policy AfterReturn for Marketing { hold for 14 days after ReturnRequested }

team duty_manager { via http desk, cleared for pii }
`;
}
