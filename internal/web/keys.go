package web

// A shortcut is one key of the lists and what it does.
type shortcut struct {
	Key string
	Do  Text
}

// shortcuts are the keys that app.js knows, in the order in which they are explained.
func shortcuts() []shortcut {
	return []shortcut{
		{"j", Text{"列表：下一行", "List: next row"}}, {"k", Text{"列表：上一行", "List: previous row"}},
		{"x", Text{"列表：选择本行", "List: select the row"}}, {"o", Text{"列表：打开本行", "List: open the row"}},
		{"/", Text{"列表：到查询框", "List: to the search field"}}, {"e", Text{"案件：办理主要步骤", "Case: the main step"}},
		{"n", Text{"审查：下一处缺陷", "Examination: next finding"}}, {"p", Text{"审查：上一处缺陷", "Examination: previous finding"}},
		{"q", Text{"到我的待办", "To my work"}}, {"g", Text{"到首页", "To the start page"}},
		{"?", Text{"显示快捷键", "Show these keys"}}, {"Ctrl + Enter", Text{"提交表单", "Submit the form"}}, {"Esc", Text{"关闭弹出的说明", "Close what has opened"}},
	}
}

// keysPath is where the keys are explained; the footer and app.js lead to it.
const keysPath = "/-/keys"

// keysPage lists the keys and lets a person switch them off (WCAG 2.1.4); the key ? shows its list
// over the page where one is.
func keysPage(c *Ctx) error {
	c.Page = Page{Title: c.T("快捷键", "Keyboard shortcuts"), NoMark: true}
	return c.Render("page-keys", shortcuts())
}
