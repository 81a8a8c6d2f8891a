package center

import (
	"zhibao/casework"
	"zhibao/casework/answer"
	"zhibao/casework/delivery"
	"zhibao/casework/document"
	"zhibao/casework/draft"
	"zhibao/casework/evidence"
	"zhibao/casework/hearing"
	"zhibao/casework/party"
	"zhibao/casework/readings"
	"zhibao/casework/setting"
	"zhibao/casework/status"
	"zhibao/casework/tally"
	"zhibao/casework/treelog"
	"zhibao/casework/worklist"
	"zhibao/casework/worklist/board"
	"zhibao/casework/worklist/copied"
	"zhibao/casework/worklist/unmask"
	"zhibao/center/api"
	"zhibao/center/notify"
	"zhibao/center/upload"
	"zhibao/examination/abnormal"
	"zhibao/examination/field"
	"zhibao/examination/preexam"
	"zhibao/examination/preexam/sight"
	"zhibao/examination/quality"
	"zhibao/examination/registration"
	"zhibao/governance/administration/mutual"
	"zhibao/governance/outage"
	"zhibao/governance/privacy"
	"zhibao/industry/database"
	"zhibao/industry/database/designs"
	"zhibao/industry/database/holding"
	"zhibao/industry/database/incase"
	"zhibao/industry/database/intake"
	"zhibao/industry/database/navigation"
	"zhibao/industry/database/searching"
	"zhibao/industry/database/value"
	"zhibao/industry/database/watch"
	"zhibao/internal/identity"
	"zhibao/internal/job"
	"zhibao/internal/limit"
	"zhibao/internal/mailbox"
	"zhibao/internal/seal"
	"zhibao/internal/store"
	"zhibao/protection/counterfeit"
	"zhibao/protection/counterfeit/reporter"
	"zhibao/protection/delegation"
	"zhibao/protection/infringement"
	"zhibao/protection/infringement/comparison"
)

// Schemas lists the tables of the program, by owner.
func Schemas() []store.Schema {
	return []store.Schema{seal.Schema(), limit.Schema(), job.Schema(), mailbox.Schema(), identity.Schema(), casework.Schema(), tally.Schema(), treelog.Schema(), setting.Schema(), party.Schema(),
		document.Schema(), draft.Schema(), evidence.Schema(), hearing.Schema(), answer.Schema(),
		worklist.Schema(), copied.Schema(), unmask.Schema(), status.Schema(), upload.Schema(), notify.Schema(),
		delegation.Schema(), infringement.Schema(), comparison.Schema(), counterfeit.Schema(), reporter.Schema(),
		registration.Schema(), field.Schema(), preexam.Schema(), quality.Schema(), abnormal.Schema(),
		database.Schema(), holding.Schema(), intake.Schema(), searching.Schema(), incase.Schema(), designs.Schema(), watch.Schema(), navigation.Schema(), value.Schema(),
		outage.Schema(), privacy.Schema(), api.Schema()}
}

// settings lists the configuration of a center, in the order of its page.
func settings() *setting.Book {
	var defs []setting.Def
	_, state := engine()
	for _, d := range [][]setting.Def{
		registration.Settings(), field.Settings(), preexam.Settings(), {sight.Setting(state[0], state[1])}, quality.Settings(), abnormal.Settings(),
		delegation.Settings(), infringement.Settings(), counterfeit.Settings(), intake.Settings(), searching.Settings(), designs.Settings(), watch.Settings(), value.Settings(), outage.Settings(), privacy.Settings(),
		casework.Settings(), readings.Settings(), mutual.Settings(), treelog.Settings(), board.Settings(), document.Settings(), delivery.Settings(), hearing.Settings(), answer.Settings(), status.Settings()} {
		defs = append(defs, d...)
	}
	return setting.NewBook(defs...)
}
