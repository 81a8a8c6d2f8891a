package preexam

import (
	"zhibao/casework"
	"zhibao/examination/preexam/archive"
	"zhibao/examination/preexam/exchange"
	"zhibao/examination/preexam/proof"
	"zhibao/examination/preexam/published"
	"zhibao/law/calendar"
)

// outcomes translates the events that close a case.
func outcomes() map[string]string {
	return map[string]string{"授权": Granted, "驳回": Rejected, "视为撤回": Deemed, "转普通程序": Ordinary, "列为非正常申请": Abnormal}
}

// reported is the move that records what a file from the office reports.
func reported(what string, day calendar.Day) (move string, input any) {
	const source = "文件导入"
	if out := outcomes()[what]; out != "" {
		return "outcome", &Outcome{What: out, Day: day, Source: source}
	}
	in := &Progress{What: what, Day: day, Source: source}
	switch what {
	case "审查意见":
		return "office_action", in
	case "答复":
		return "office_answer", in
	}
	// Every other event changes nothing in the state of the case.
	return "progress", in
}

// proofs is what parties ask for when they need more time.
func (d *Desk) proofs() *proof.Desk {
	return &proof.Desk{Office: func() *casework.Office { return d.office }, Open: d.open}
}

// archive is the whole file of a case as one.
func (d *Desk) archive() *archive.Desk {
	return &archive.Desk{Office: d.office, Open: d.open, Write: d.Write, Copy: d.Copy}
}

// published is the stock of published applications to compare with.
func (d *Desk) published() *published.Desk {
	return &published.Desk{Office: func() *casework.Office { return d.office }, Act: ActPublished}
}

// exchange is what goes to the office and comes from it as files.
func (d *Desk) exchange() *exchange.Desk {
	return &exchange.Desk{Office: func() *casework.Office { return d.office }, Act: ActMarks, Step: reported}
}
