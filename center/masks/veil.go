package masks

import (
	"strings"

	"zhibao/casework/worklist"
	"zhibao/internal/web"
	"zhibao/law/ident"
)

// An Open is where staff sees numbers as they are, and why.
type Open struct {
	Route string // pattern of the routes, or how it begins where it ends in *
	Why   string
}

// Opens lists all pages and addresses on which no number is masked (决定 31). Everywhere else the numbers of persons
// are masked in whatever stands on a page and in an answer, whoever typed it in which field.
func Opens() []Open {
	return []Open{
		{"/unmask/{kind}/{id}", "写明理由后显示，每次记入审计、案件链与清单"},
		{"/api/v1/unmask/{kind}/{id}", "写明理由后显示，每次记入审计、案件链与清单"},
		{"/counterfeit/{id}/reporter", "举报人：写明理由后显示，每次留存"},
		{"/api/v1/cases/{case}/reporter", "举报人：写明理由后显示，每次留存"},
		{"/letters", "没有送达的通知：按列出的号码另行告知，此外没有用处"},
		{"/api/v1/letters", "没有送达的通知：按列出的号码另行告知，此外没有用处"},
		{"/my/*", "本人的账号、通知与个人信息"},
		{"/api/v1/my/*", "本人的账号、通知与个人信息"},
		{"/case/{id}/paper/{paper}", "已签发文书的正文，打开记入案件链"},
		{"/case/{id}/paper/{paper}/{format}", "已签发文书的正文，打开记入案件链"},
		{"/case/{id}/hearings/{no}/record/{format}", "审理笔录的正文，供各方核对签字，打开记入案件链"},
		{"/api/v1/cases/{case}/hearings/{no}/record/{format}", "审理笔录的正文，供各方核对签字，打开记入案件链"},
		{"/api/v1/cases/{case}/papers/{paper}/{format}", "已签发文书的正文，打开记入案件链"},
		{"/preexam/{id}/desk", "申请文件的文本，打开记入案件链；请求书中的号码另行遮蔽"},
		{"/preexam/{id}/compare", "申请文件的文本，打开记入案件链；请求书中的号码另行遮蔽"},
		{"/preexam/{id}/identity", "申请文件的文本，打开记入案件链；请求书中的号码另行遮蔽"},
		{"/api/v1/cases/{case}/text", "申请文件的原文，打开记入案件链"},
		{"/api/v1/cases/{case}/versions/{version}", "申请文件的原文，打开记入案件链"},
		{"/api/v1/cases/{case}/compare", "申请文件的原文，打开记入案件链"},
		{"/api/v1/cases/{case}/identity", "申请文件的原文，打开记入案件链"},
		{"/documents/*", "已公开的文献"}, {"/api/v1/documents/*", "已公开的文献"},
		{"/search*", "已公开的文献"}, {"/api/v1/search*", "已公开的文献"},
		{"/admin/settings*", "本机构的联系方式"}, {"/api/v1/settings*", "本机构的联系方式"},
		{"/admin/messages*", "发送消息的服务器与本机构的地址"},
	}
}

// open are the routes of Opens, those that end in * by how they begin.
var open, openBelow = split(Opens())

func split(all []Open) (exact map[string]bool, below []string) {
	exact = map[string]bool{}
	for _, x := range all {
		if head, many := strings.CutSuffix(x.Route, "*"); many {
			below = append(below, head)
		} else {
			exact[x.Route] = true
		}
	}
	return exact, below
}

// Shows reports whether a route shows numbers as they are.
func Shows(pattern string) bool {
	if open[pattern] {
		return true
	}
	for _, head := range openBelow {
		if strings.HasPrefix(pattern, head) {
			return true
		}
	}
	return false
}

// Veil masks the answers to the people of a center. A party sees what it may see at all: of others' cases nothing, of
// the other side what the filters of the procedures leave.
func Veil(c *web.Ctx) func(string) string {
	if c.Actor == nil {
		return nil
	}
	if a := worklist.Actor(c); a.Party != 0 || a.Account == 0 || c.Route().Public || Shows(c.Route().Pattern) {
		return nil
	}
	return ident.Veil
}
