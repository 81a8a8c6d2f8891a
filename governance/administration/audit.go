package administration

import (
	"context"
	"strconv"

	"zhibao/casework"
	"zhibao/governance/administration/mutual"
	"zhibao/internal/identity"
	"zhibao/internal/store"
	"zhibao/internal/web"
)

// acts are what the audit calls its entries, in words. An act that is not here is shown as it is.
var acts = map[string]web.Text{
	"sign.in": {"登录", "Signed in"}, "sign.failed": {"登录失败", "Sign-in failed"},
	"password.set": {"设置密码", "Password set"}, "password.link": {"发放密码链接", "Password link"},
	"factor.drop": {"解除第二因子", "Second factor removed"}, "account.create": {"新建账号", "Account made"}, "account.disabled": {"停用账号", "Account disabled"},
	"account.active": {"启用账号", "Account enabled"}, "account.corrected": {"应本人请求更正", "Corrected at the person's wish"}, "account.erased": {"应本人请求删除", "Erased at the person's wish"},
	"privacy.agreed": {"同意处理规则", "Agreed to how data are handled"}, "privacy.read": {"确认已阅读处理规则", "Read how data are handled"}, "privacy.declined": {"不同意处理规则", "Did not agree to how data are handled"},
	"privacy.withdrawn": {"撤回单独同意", "Took a separate consent back"}, "account.work": {"调整领域与请假", "Fields and leave"}, "role.grant": {"授予角色", "Role granted"},
	"role.revoke": {"撤销角色", "Role revoked"}, "key.create": {"新建接口密钥", "Key made"}, "key.revoke": {"停用接口密钥", "Key revoked"},
	"setting": {"更改中心配置", "Setting changed"}, "calendar": {"导入放假安排", "Holidays imported"}, "takeover.asked": {"申请接管账号", "Take-over asked"},
	"message.way": {"设置消息发送", "Way to send set up"}, "message.off": {"停用消息发送", "Way to send turned off"}, "message.test": {"测试消息发送", "Way to send tested"},
	"reset.asked": {"申请重设", "Reset asked"}, "reset.granted": {"准予重设", "Reset granted"}, "reset.refused": {"不予重设", "Reset refused"}, "session.end": {"结束登录会话", "Session ended"},
	"root.change":   {"更换根密钥", "Root key changed"},
	"review.signed": {"复核管理操作", "Act of an administrator looked at"}, "review.doubt": {"复核有疑问", "Doubt about an act"}, "review.overdue": {"超期未复核报警", "Acts not looked at in time"}, "review.export": {"导出复核清单", "List of acts exported"},
	"consent.asked": {"提出会同事项", "Act of two asked for"}, "consent.agreed": {"会同同意", "Act of two agreed to"}, "consent.refused": {"会同不同意", "Act of two refused"}, "audit.export": {"导出审计记录", "Audit exported"},
	"treelog.witness": {"保存存证见证", "Testimony kept"},
	"rules.set":       {"更改登录规则", "Rules of signing in changed"}, "provider.set": {"设置身份提供方", "Provider set up"}, "reading.many": {"查阅案件过多", "Many cases read"}, "passkey.cloned": {"通行密钥疑被复制", "Passkey may be copied"},
	"takeover.read": {"查阅接管材料", "Take-over papers read"}, "takeover.checked": {"核对接管申请", "Take-over checked"},
	"opening.ask": {"申请紧急查阅", "Emergency reading asked for"}, "opening.allow": {"批准紧急查阅", "Emergency reading allowed"},
	"opening.refuse": {"不予批准查阅", "Emergency reading refused"}, "opening.inspect": {"授权抽查查阅", "Opened to an inspector"},
	"opening.end": {"结束查阅授权", "Opening ended"},
	"claim.made":  {"申请开通账号", "Account asked for"}, "claim.confirmed": {"确认开通账号", "Account confirmed"}, "claim.refused": {"不予开通账号", "Account refused"},
	"certificate.add": {"添加证书", "Certificate added"}, "certificate.remove": {"移除证书", "Certificate removed"},
	"authority.set": {"设置证书颁发机构", "Certification authority set up"}, "authority.list": {"更新吊销列表", "List of revoked certificates renewed"},
	"passkey.add": {"添加通行密钥", "Passkey added"}, "passkey.remove": {"移除通行密钥", "Passkey removed"}, "provider.link": {"关联外部身份", "Provider linked"}, "provider.part": {"解除外部身份", "Provider parted from"},
	"takeover.done": {"准予接管", "Take-over approved"}, "takeover.refused": {"不予接管", "Take-over refused"},
}

// auditWords says what an entry is about: the act in words, an account by its name, a role by its
// title.
func auditWords(c *web.Ctx, e identity.Entry, names map[int64]string) (act, object, detail string) {
	act, object, detail = e.Act, e.Object, e.Detail
	if t, ok := acts[e.Act]; ok {
		act = c.Say(t)
	}
	if id, err := strconv.ParseInt(e.Object, 10, 64); err == nil && names[id] != "" {
		object = names[id]
	}
	if i := casework.Role(e.Detail).Info(); i.English != "Public" {
		detail = c.T(i.Title, i.English)
	}
	return act, object, detail
}

// auditNames returns the names of the accounts that entries are about.
func (d *Desk) auditNames(ctx context.Context, tx *store.Tx, center int64, entries []identity.Entry) (map[int64]string, error) {
	var ids []int64
	for _, e := range entries {
		if id, err := strconv.ParseInt(e.Object, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return d.Book.Names(ctx, tx, center, ids)
}

// entryWords says in words what entries are about, for the other administrators who look at them.
func (d *Desk) entryWords(c *web.Ctx, tx *store.Tx, entries []identity.Entry) ([]mutual.Words, error) {
	names, err := d.auditNames(c.Context(), tx, who(c).Center, entries)
	var out []mutual.Words
	for _, e := range entries {
		var w mutual.Words
		w.Title, w.About, w.What = auditWords(c, e, names)
		out = append(out, w)
	}
	return out, err
}
