package docket

import "fmt"

// webhooks are CourtListener's kinds of webhook, by event_type.
var webhooks = map[string]string{
	"1": "docket alert",
	"2": "search alert",
	"3": "RECAP fetch",
	"4": "report of old alerts",
	"5": "pray and pay",
}

// webhook reads what CourtListener posts to whoever subscribed. It bears no
// signature: anybody could have written it.
func (in *input) webhook(v *value) error {
	hook, load := v.get("webhook"), v.get("payload")
	kind := hook.get("event_type").str()
	name, ok := webhooks[kind]
	if !ok {
		return in.fail(int64(hook.at), kind, "a webhook of a type that is not known", "types 1 to 5 are")
	}
	in.take(&in.file.Times, Sent, hook, "date_created", "webhook", where{clock: ours})
	for _, k := range []string{"version", "deprecation_date"} {
		hook.get(k)
	}
	in.rest(hook, "webhook", nil)
	in.rest(v, "", nil)
	in.note("", -1, "a webhook bears no signature: fetch the docket itself before anything rests on it")
	switch results := load.get("results"); {
	case results.kind == '[':
		if err := in.list(results, "payload.results"); err != nil {
			return err
		}
		in.searchAlert(load.get("alert"))
		in.rest(load, "payload", nil)
	case kind == "4":
		in.oldAlerts(load)
	default:
		in.about(load, "payload", "", fmt.Sprintf("a %s: it holds no entry", name))
	}
	in.file.Format = "CourtListener webhook, " + name
	return nil
}

// searchAlert keeps the times of the alert that a search result came by.
func (in *input) searchAlert(v *value) {
	if v.kind != '{' {
		return
	}
	in.ownClock(&in.file.Times, v, "payload.alert")
	in.take(&in.file.Times, Published, v, "date_last_hit", "payload.alert", where{clock: ours})
	in.secrets(v)
	in.rest(v, "payload.alert", nil)
}

// oldAlerts says which alerts are about to end or have: a stay may outlive the
// alert on its docket.
func (in *input) oldAlerts(v *value) {
	for _, list := range []string{"old_alerts", "disabled_alerts"} {
		kids := v.get(list).kids
		for i := range kids {
			k, path := &kids[i], at(join("payload", list), i)
			what := "ends soon unless it is renewed"
			if list == "disabled_alerts" {
				what = "has ended"
			}
			in.take(&in.file.Times, Published, k, "date_last_hit", path, where{clock: ours})
			in.about(k, path, "", fmt.Sprintf("the alert on docket %s %s", k.get("docket").str(), what))
		}
	}
	in.rest(v, "payload", nil)
}
