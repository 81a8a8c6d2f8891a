package center

import (
	"fmt"
	"strings"

	"zhibao/casework"
	"zhibao/casework/worklist"
	"zhibao/industry/database/navigation"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// coreExtra marks a pre-examination whose class lies in a core technology of the center's industry, so
// that the examiner takes it by the green channel. It is a mark for the staff: it changes no term and
// decides nothing.
func (c *Center) coreExtra(x *web.Ctx, tx *store.Tx, k *casework.Case) (out worklist.Extra, err error) {
	a := worklist.Actor(x)
	if a.Party != 0 || !c.Office.Policy.Ever(a.Subject, navigation.ActSee) || !c.Office.Policy.May(a.Subject, casework.ActForm, k.Object()) && !c.Office.Policy.May(a.Subject, casework.ActText, k.Object()) {
		return out, nil
	}
	cores, err := navigation.Cores(x.Context(), tx, k.Center, k.Attrs["class"])
	if err != nil || len(cores) == 0 {
		return out, err
	}
	var names []string
	for _, core := range cores {
		names = append(names, core.Name)
		out.Facts = append(out.Facts, web.KVRow{Label: x.T("核心技术", "Core technology"), Text: core.Name + "（" + core.Class + "）", Href: fmt.Sprintf("/branches/%d", core.Branch)})
	}
	out.Notices = []web.Notice{{Tone: web.Green, Title: x.T("核心技术（绿色通道）", "Core technology (green channel)"),
		Text: fmt.Sprintf(x.T("主分类 %s 落在专利导航确定的核心技术“%s”内，请优先办理。", "The main class %s lies in core technology found by navigation: %s. Take it first."), k.Attrs["class"], strings.Join(names, "、"))}}
	return out, nil
}
