contact = Your reseller can help: { $contact }
contact-unknown = Your reseller can help.

error-role = This needs the role “{ $needed }”; yours here is “{ $role }”. An owner of this chat can change that with /members.
error-no-server = No server “{ $word }” here. /servers shows yours.
error-not-your-server = This server is not, or no longer, one of yours. /servers shows yours.
error-ambiguous = Several servers answer to “{ $word }”. Name one by alias or guid.
error-not-possible = Not possible: { $reason }. { $advice }
error-not-possible-named = Not possible: { $reason } ({ $names }). { $advice }
error-busy = Another operation is still going on here ({ $action }). Please wait until it has ended.
error-busy-settling = The outcome of an earlier operation here ({ $action }) is still unknown. This has to wait until it is settled: by itself, or by your reseller.
error-unread = { $why } Nothing was changed. Try again in a minute.
error-unread-refused = { $why } Nothing was changed.
error-stale = Not done: you asked more than 5 minutes ago, and much may have changed since. Please ask again.
error-not-yours = Only who asked for it can press this.
error-last-owner = Not changed: a group keeps at least one owner. Make somebody else owner first.
error-invite-over = This invitation has been used, has expired or never existed. Ask your reseller for a new one.
error-type-word = This is confirmed by typing the server's address or alias, not by a button.
error-word-mismatch = “{ $word }” is neither this server's address nor its alias. Nothing was done: type it again, or /cancel.
error-credit-low = The credit does not cover it: { $needed } is needed, { $available } is left. Nothing was done; top up with your reseller.
error-no-staff = This needs your reseller's approval, but nobody is set up to give it. Nothing was done.
error-mixed-owners = These servers belong to several customers, whose money must not be mixed. Renew each customer's by themselves.
error-not-your-approval = This is not yours to decide here.
error-approval-moved = ⚠ Not done, for something has changed meanwhile: { $what }. Who asked is told to ask afresh.
error-months = “{ $word }” is not on offer. Months on offer: { $offered }.
error-months-none = “{ $word }” is not on offer for these servers.
error-months-unlisted = “{ $word }” is not a number of months.
error-nothing-to-renew = No server can be renewed here now.
error-nothing-soon = No server ends within { $days } days.
error-input = { $problem }
error-other = This could not be done.
error-unexpected =
    Something went wrong here. As far as we know nothing was changed.
    Reference: <code>{ $reference }</code>

ended-confirmation-pressed = This has been confirmed already.
ended-confirmation-cancelled = This was cancelled. Nothing was changed.
ended-confirmation-expired = Too late: this has expired and nothing was changed. Please ask again.
ended-confirmation-void = This no longer holds, and nothing was changed. Please ask again.
ended-confirmation-unknown = This button is too old. Please ask again.

ended-approval-approved = This has been approved already.
ended-approval-declined = This has been declined. Nothing was done.
ended-approval-withdrawn = This has been withdrawn. Nothing was done.
ended-approval-expired = Too late: this has expired and nothing was done.
ended-approval-void = This no longer holds, and nothing was done.

confirmation-moved = Something has changed meanwhile. Please look again and confirm afresh.
error-moved = ⚠ Not done, for something has changed meanwhile: { $what }. Please look again and confirm afresh.
moved-state = the server's state
moved-address = its address
moved-owner = whose server it is
moved-price = the price
moved-end = its end date
moved-sizes = its size
moved-snapshots = its snapshots
moved-separator = { ", " }

alias-empty = A name is missing. Example: /alias 203.0.113.5 web-1
alias-long = This name is too long: { $longest } characters at most.
alias-characters = A name is one word without blanks and does not begin with “/”, “-” or “@”.
alias-address = A name must not look like a guid or an IP.
alias-taken = Another server here already has this name. Choose another one.

why-not_connected = The engine cannot be reached.
why-no_answer = The engine does not answer.
why-protocol = The engine's answer makes no sense to us.
why-refused = The engine refused: “{ $words }”.
why-refused-meaning = The engine refused: “{ $words }”. { $meaning }
why-refused-silent = The engine refused without giving a reason.

# What the engine's refusals, in its own Chinese, most likely mean.
means-settings = This bot's access to the engine is not set up right; your reseller has to correct it.
means-balance = Your reseller's balance at the engine is used up; they have to top it up.
means-real_name = A real-name check is missing; your reseller can arrange it.
means-gone = The engine no longer has this server.
means-opening = The server is still being set up.
means-transferring = The server is being transferred.
means-expired = The server has expired and has to be renewed first.
means-locked = The server is locked.
means-busy = Something else is going on there; try again in a few minutes.
means-off = The server is off.
means-running = The server is already running.
means-not_offered = The server's line does not offer this.
means-maintenance = The engine is under maintenance; try again later.
