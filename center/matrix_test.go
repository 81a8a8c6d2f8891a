package center_test

import (
	"slices"
	"strings"
	"testing"

	"zhibao/casework"
	"zhibao/internal/access"
)

// The matrix of who may do what, as it was laid down before the charts were written: the minimum of
// roles and actions, with the roles that were added to it. A cell says on which cases; what is not in
// it is refused. docs/permissions.md is written from the policy, this table is not: one cannot change
// without the other.
//
// A scope is one or several of: own (of the party), client (of a party that it acts for), handled, second,
// assigned (both), center, province, nation, opened (to the person for a time).
type matrixRow struct {
	action string // in the words of the matrix
	acts   []string
	states []string // only in these states of the case; all when empty
	cells  map[casework.Role]string
}

type cells = map[casework.Role]string

func acts(prefix, names string) (out []string) {
	for _, n := range strings.Fields(names) {
		out = append(out, prefix+"."+n)
	}
	return out
}

// matrix holds every act on cases of this center, its register, its fields, its settings and its log.
func matrix() []matrixRow {
	const E, A, C, X, R, M = casework.Entity, casework.AgencyRole, casework.Clerk, casework.Examiner, casework.Reviewer, casework.Marker
	const V, O = casework.Enforcer, casework.Operator
	const H, D, P, N, S = casework.Head, casework.Director, casework.ProvRole, casework.NationRole, casework.System
	party := cells{E: "own", A: "client"}
	self := cells{E: "own", A: "own"} // an agency in its own registration
	desk, second := cells{X: "handled"}, cells{R: "second"}
	head := cells{H: "center", D: "center"}
	marker := cells{M: "center", D: "center"}
	counter := cells{C: "center", D: "center"} // the director overrides the counter
	registrar := cells{C: "center"}
	director := cells{D: "center"}
	robot := cells{S: "center"}
	objecting := []string{"objecting"}
	const F, Z = casework.Enforcer, casework.Expert
	officer, panel := cells{F: "handled"}, cells{F: "center", Z: "center"}
	sides := cells{E: "own", A: "client", C: "center"} // the requester; the other sides take part, which no probe does
	return []matrixRow{
		{"提交备案（代理机构：自身登记）", acts("registration", "apply supplement give_up change plead ask_resume object deregister accounts"), nil, self},
		{"审核备案", acts("registration", "check return visit assess"), nil, registrar},
		{"决定备案", acts("registration", "register warn_refusal refuse announce report send_back uphold overturn"), nil, director},
		{"暂停、取消备案", acts("registration", "suspend cancel drop resume keep_suspended"), nil, director},
		{"建议暂停、取消", acts("registration", "warn"), nil, cells{C: "center", H: "center"}},
		{"提醒、约谈", acts("registration", "remind"), nil, cells{C: "center", H: "center", D: "center"}},
		{"查看惩戒提示", acts("registration", "ladder"), nil, cells{C: "center", H: "center", D: "center"}},
		{"不采取惩戒措施", acts("registration", "waive"), nil, cells{H: "center", D: "center"}},
		{"维护备案信息", acts("registration", "approve_change reject_change begin_annual pass_annual assure dispute bring_in takeover"), nil, counter},
		{"委托代理机构", acts("registration", "entrust end_entrust"), nil, cells{E: "own", C: "center"}},
		{"申请增量额度", acts("registration", "ask_quota"), nil, cells{E: "own"}},
		{"决定增量额度", acts("registration", "grant_quota refuse_quota"), nil, director},
		{"备案期限届满", acts("registration", "lapse unheard"), nil, robot},
		{"备案联系人：应本人的权利请求更正、删除", acts("registration", "correct_contact"), nil, robot},
		{"查阅备案名录", acts("registration", "list"), nil, cells{C: "center", X: "center", R: "center", H: "center", D: "center", P: "province", N: "nation"}},
		{"查阅备案材料", acts("registration", "file"), []string{"deciding"}, cells{E: "own", A: "own", C: "center", D: "center"}},

		{"提交预审", acts("preexam", "create upload discard submit answer plead object file refile ask_more_time"), nil, party},
		{"受理、不予受理", acts("preexam", "accept return refuse"), nil, counter},
		{"转入在办案件", acts("preexam", "bring_in"), nil, counter},
		{"补传转入案件的文件", acts("preexam", "add_papers"), nil, cells{E: "own", A: "client", C: "center"}},
		{"变更代理机构", acts("preexam", "change_agent"), nil, cells{E: "own", C: "center"}},
		{"预审、发通知", acts("preexam", "start judge add search opine notify propose"), nil, desk},
		{"复核", acts("preexam", "approve send_back"), nil, second},
		{"回避", acts("preexam", "recuse"), nil, cells{X: "assigned", R: "assigned"}},
		{"登记电话与会晤", acts("preexam", "record"), nil, cells{C: "center", X: "center", R: "center", M: "center", H: "center"}},
		{"分案（可由系统）", acts("preexam", "assign"), nil, cells{H: "center", D: "center", S: "center"}},
		{"转办", acts("preexam", "reassign"), nil, head},
		{"撤回", acts("preexam", "withdraw"), nil, party},
		{"建议终止", acts("preexam", "propose_end"), nil, desk},
		{"终止、延期、恢复", acts("preexam", "terminate keep_on extend resume"), nil, head},
		{"中止（备案停止时由系统）", acts("preexam", "suspend"), nil, cells{H: "center", D: "center", S: "center"}},
		{"决定异议", acts("preexam", "uphold overturn"), nil, director},
		{"销毁正文（主任，或期满由系统）", acts("preexam", "destroy"), nil, cells{D: "center", S: "center"}},
		{"期限届满", acts("preexam", "abandon lapse expire release_agent"), nil, robot},
		{"逾期未陈述", acts("preexam", "fail"), nil, cells{S: "center", D: "center"}},
		{"维护已公布专利比对库", acts("preexam", "published"), nil, head},
		{"打标（报送）", acts("preexam", "agree differ mark marks read_late"), nil, marker},
		{"登记国家局进程", acts("preexam", "progress office_action office_answer outcome"), nil, cells{M: "center", S: "center"}},

		{"看见案件（编号、状态、期限、经办）", acts("case", "see"), []string{"examining"},
			cells{E: "own", A: "client+own", C: "center", X: "center", R: "center", M: "center", H: "center", D: "center", P: "province", N: "nation", S: "center"}},
		{"读名称与发明人", acts("case", "name"), []string{"examining"},
			cells{E: "own", A: "client+own", C: "center", X: "assigned", R: "assigned+opened", M: "center", H: "opened", D: "opened", P: "opened", N: "opened"}},
		{"读请求书", acts("case", "form"), []string{"examining"},
			cells{E: "own", A: "client+own", C: "center", X: "assigned", R: "assigned+opened", M: "center", H: "opened", D: "opened", P: "opened", N: "opened"}},
		{"读未公开正文", acts("case", "text"), []string{"examining"},
			cells{E: "own", A: "client", X: "assigned", R: "assigned+opened", H: "opened", D: "opened", P: "opened", N: "opened"}},
		{"读未公开正文（异议审查中）", acts("case", "text"), objecting,
			cells{E: "own", A: "client", X: "assigned", R: "assigned+opened", H: "opened", D: "center+opened", P: "opened", N: "opened"}},
		{"比对合格文本与提交文本", acts("preexam", "identity"), []string{"identity"}, cells{E: "own", A: "client", X: "assigned", R: "assigned", M: "center"}},
		{"比对（尚未提交）", acts("preexam", "identity"), []string{"examining"}, cells{E: "own", A: "client", X: "assigned", R: "assigned"}},
		{"下载全部案卷", acts("preexam", "archive"), nil, cells{E: "own", A: "client", X: "assigned", R: "assigned"}},
		{"申请紧急查阅", acts("case", "ask"), nil, head},
		{"准许抽查", acts("case", "inspect"), nil, director},
		{"看在办期限总览与预测", acts("board", "see"), nil, head},
		{"提醒当事人", acts("case", "remind"), nil, cells{C: "center", X: "handled", H: "center", D: "center"}},

		{"假冒专利：登记线索", acts("counterfeit", "lead"), nil, cells{C: "center", V: "center", O: "center", H: "center"}},
		{"假冒专利：公众举报（只由公开页面代为登记）", acts("counterfeit", "tip"), nil, cells{}},
		{"假冒专利：分派、批准立案、不予立案、移送、并案", acts("counterfeit", "assign reassign return file refuse refer join"), nil, head},
		{"假冒专利：批准措施、期限、中止、延期缴款、退回、讨论、结案", acts("counterfeit", "allow prolong suspend resume extend back discuss defer no_defer close"), nil, head},
		{"假冒专利：作出决定、移送公安", acts("counterfeit", "decide order transfer"), nil, director},
		{"假冒专利：承办", acts("counterfeit", "verify propose identify inspect interview copy mark test tested ask_extend conclude sample preserve dispose seize release notify noticed weigh serve publish police_took police_back paid settle remedy remedied recheck exhort enforce executed"), nil, cells{V: "handled"}},
		{"假冒专利：回避", acts("counterfeit", "recuse"), nil, cells{V: "assigned"}},
		{"假冒专利：法制审核", acts("counterfeit", "review review_back"), nil, second},
		{"假冒专利：当事人陈述、要求听证、缴款", acts("counterfeit", "plead ask_hearing drop_hearing proof ask_defer"), nil, party},
		{"假冒专利：登记当事人的陈述与要求", acts("counterfeit", "record_plea record_hearing waive"), nil, cells{C: "center", V: "center"}},
		{"查看文书草稿", acts("draft", "see"), nil, cells{C: "center", V: "center", R: "center", H: "center", D: "center"}},
		{"查看待送达文书与送达证明", acts("delivery", "see"), nil, cells{C: "center", V: "center", H: "center", D: "center"}},
		{"假冒专利：送达文书", acts("counterfeit", "send_paper record_service give_code"), nil, cells{C: "center", V: "center"}},
		{"假冒专利：提交证据、质证", acts("counterfeit", "exhibit answer_exhibit"), nil, cells{E: "own", A: "client", C: "center"}},
		{"假冒专利：申请证据保密", acts("counterfeit", "ask_secret"), nil, party},
		{"假冒专利：取证、保管、采信", acts("counterfeit", "collect decide_secret hand_exhibit stamp_exhibit admit_exhibit"), nil, cells{V: "handled"}},
		{"假冒专利：公告期满、并入另案", acts("counterfeit", "deem_served joined"), nil, robot},
		{"假冒专利：听证", acts("counterfeit", "hearing_plan hearing_move hearing_cancel hearing_attend hearing_absent hearing_record hearing_staff_sign hearing_close"), nil, cells{V: "center", R: "center", H: "center", D: "center"}},
		{"假冒专利：核对听证笔录并签名", acts("counterfeit", "hearing_sign"), nil, cells{E: "own", A: "client", C: "center", V: "center"}},
		{"假冒专利：逾期未要求听证", acts("counterfeit", "unheard"), nil, cells{V: "center", S: "center"}},
		{"核验专利标识", acts("counterfeit", "verifier"), nil, cells{C: "center", V: "center", R: "center", H: "center", D: "center"}},
		{"查看举报人身份（须写明理由）", acts("counterfeit", "reporter"), nil, cells{C: "center", V: "handled"}},
		{"看假冒专利统计", acts("counterfeit", "figures"), nil, cells{V: "center", H: "center", D: "center"}},

		{"质量抽检：制定、办结、取消", acts("quality", "draw conclude drop plans"), nil, head},
		{"非正常申请：监测形成、并入线索", acts("abnormal", "detect grow"), nil, robot},
		{"非正常申请：登记线索", acts("abnormal", "enter"), nil, cells{C: "center", H: "center"}},
		{"非正常申请：分级、提请排除、通知说明举证", acts("abnormal", "grade propose notice"), nil, registrar},
		{"非正常申请：改派、批准或退回排除、准予延期、作结论、退回核查、办结", acts("abnormal", "assign dismiss reopen extend conclude back close"), nil, cells{H: "center"}},
		{"非正常申请：当事人说明、报告撤回、申请延期、异议（窗口可代办）", acts("abnormal", "explain withdraw ask_time object accept exhibit"), nil, cells{E: "own", A: "client", C: "center"}},
		{"非正常申请：逾期未说明、逾期未提异议", acts("abnormal", "silent effect"), nil, robot},
		{"非正常申请：核查、要求补充", acts("abnormal", "check more"), nil, cells{R: "center"}},
		{"非正常申请：现场核查、取证、保管", acts("abnormal", "visit collect decide_secret hand_exhibit stamp_exhibit"), nil, cells{C: "center", R: "center"}},
		{"非正常申请：申请证据保密", acts("abnormal", "ask_secret"), nil, party},
		{"非正常申请：异议决定、撤销认定", acts("abnormal", "uphold overturn revoke"), nil, director},
		{"非正常申请：上报、登记上级结果", acts("abnormal", "report answer"), nil, cells{C: "center", M: "center"}},
		{"看非正常申请监测", acts("abnormal", "see"), nil, cells{C: "center", R: "center", M: "center", H: "center", D: "center"}},
		{"立即监测", acts("abnormal", "run"), nil, cells{C: "center", H: "center", D: "center"}},
		{"导入非正常申请名单", acts("abnormal", "list"), nil, cells{C: "center", H: "center"}},
		{"质量抽检：列入、逾期未陈述", acts("inspection", "open lapse"), nil, robot},
		{"质量抽检：指派、退回、审定", acts("inspection", "appoint return settle"), nil, head},
		{"质量抽检：取消", acts("inspection", "cancel"), nil, cells{H: "center", D: "center", S: "center"}},
		{"质量抽检：评查", acts("inspection", "score"), nil, cells{R: "handled"}},
		{"质量抽检：陈述申辩", acts("inspection", "reply"), nil, cells{X: "second"}},
		{"读评查意见与陈述", acts("inspection", "read"), nil, cells{R: "handled", X: "second", H: "center", D: "center"}},
		{"看缺陷处理统计（预审员仅本人）", acts("quality", "see"), nil, cells{X: "center", R: "center", H: "center", D: "center"}},
		{"看全部缺陷处理", acts("quality", "all"), nil, cells{R: "center", H: "center", D: "center"}},
		{"登记对规则的处理、管理上岗资格与培训", acts("quality", "note staff"), nil, head},
		{"看本人的抽检、资格与培训", acts("quality", "mine"), nil, cells{X: "center"}},

		{"读侵权比对（仅侵权纠纷案件）", acts("comparison", "read"), nil, cells{casework.Enforcer: "center", casework.Expert: "center", R: "second", H: "center", D: "center"}},
		{"填写侵权比对（仅侵权纠纷案件）", acts("comparison", "edit"), nil, cells{casework.Enforcer: "handled"}},
		{"侵权裁决：请求", acts("infringement", "file"), nil, party},
		{"侵权裁决：窗口登记、审查", acts("infringement", "intake receive return examine"), nil, registrar},
		{"侵权裁决：请求人的步骤（窗口可代办）", acts("infringement", "supplement take_back amend withdraw exhibit answer_exhibit ask hearing_sign"), nil, sides},
		{"侵权裁决：被请求人的步骤（窗口可代办）", acts("infringement", "answer report"), nil, registrar},
		{"侵权裁决：申请证据保密", acts("infringement", "ask_secret"), nil, party},
		{"侵权裁决：登记起诉", acts("infringement", "sue"), nil, cells{E: "own", A: "client", C: "center", F: "center"}},
		{"侵权裁决：立案、组庭、中止、延期", acts("infringement", "accept refuse reexamine hand_over panel replace ordinary extend suspend resume reassign"), nil, head},
		{"侵权裁决：期限届满、合并", acts("infringement", "lapse deemed no_answer no_suit merged"), nil, robot},
		{"侵权裁决：承办", acts("infringement", "investigator send serve forward inspect preserve written mediate appraise appraised join substitute leave merge patent finish reopen reason submit propose_end serve_decision publish judge perform demand enforced archive collect decide_secret admit_exhibit hand_exhibit stamp_exhibit hearing_plan hearing_move hearing_cancel hearing_attend hearing_absent hearing_record hearing_staff_sign hearing_close"), nil, officer},
		{"侵权裁决：合议、笔记、自行回避（限合议组成员）", acts("infringement", "vote note recuse"), nil, panel},
		{"侵权裁决：补发答复码", acts("infringement", "give_code"), nil, cells{C: "center", V: "center"}},
		{"侵权裁决：技术调查意见（限被指派的人）", acts("infringement", "advise"), nil, cells{Z: "center"}},
		{"侵权裁决：答复当事人申请", acts("infringement", "rule"), nil, cells{F: "center", H: "center", D: "center"}},
		{"侵权裁决：法制审核", acts("infringement", "approve"), nil, second},
		{"侵权裁决：退回合议组", acts("infringement", "send_back"), nil, cells{R: "center", D: "center"}},
		{"侵权裁决：签发、批准结案、申请强制执行", acts("infringement", "sign approve_end return_end apply_court"), nil, director},
		{"侵权裁决：查阅内容与材料（专家限所参加的案件）", acts("infringement", "read"), nil, cells{E: "own", A: "client", C: "center", F: "center", Z: "center", H: "center", D: "center", R: "second"}},
		{"侵权裁决：统计", acts("infringement", "figures"), nil, head},
		{"执法委托：拟定、登记、修改、签署、续签、登记公布", acts("delegation", "draw register amend sign renew publish"), nil, cells{C: "center", H: "center"}},
		{"执法委托：确认、确认或不予确认续签", acts("delegation", "confirm accept decline"), nil, director},
		{"执法委托：放弃、变更执法人员、终止", acts("delegation", "drop staff revoke"), nil, head},
		{"执法委托：届满", acts("delegation", "warn expire"), nil, robot},
		{"查看执法委托", acts("delegation", "list"), nil, cells{C: "center", R: "center", casework.Enforcer: "center", H: "center", D: "center"}},
		{"查询专利台账", acts("database", "read"), nil, cells{C: "center", X: "center", R: "center", M: "center", casework.Enforcer: "center", casework.Expert: "center", H: "center", D: "center"}},
		{"检索专利文献，保存检索与集合", acts("searching", "search collect"), nil, cells{C: "center", X: "center", R: "center", M: "center", casework.Enforcer: "center", casework.Expert: "center", H: "center", D: "center"}},
		{"以图检索外观设计并判定", acts("designs", "search"), nil, cells{X: "center", R: "center", casework.Enforcer: "center", casework.Expert: "center", H: "center", D: "center"}},
		{"监视已公布专利，查看和处理预警", acts("watch", "see keep handle"), nil, cells{C: "center", X: "center", R: "center", casework.Enforcer: "center", H: "center", D: "center"}},
		{"看产业技术树与专利导航", acts("navigation", "see"), nil, cells{C: "center", X: "center", R: "center", M: "center", casework.Enforcer: "center", casework.Expert: "center", H: "center", D: "center"}},
		{"维护产业技术树、开展导航项目", acts("navigation", "work"), nil, cells{X: "center", R: "center", H: "center"}},
		{"系统中断：记录、说明原因", acts("outage", "note explain"), nil, robot},
		{"系统中断：登记、核实、认定不属实", acts("outage", "report verify dismiss"), nil, head},
		{"系统中断：决定顺延、不予顺延、撤回、公告", acts("outage", "extend keep undo announce"), nil, director},
		{"系统中断：录入应急件", acts("outage", "take"), nil, cells{C: "center", S: "center"}},
		{"系统中断：应急件归入案件、决定补办的差异", acts("outage", "assign judge"), nil, head},
		{"系统中断：核对补办的文件", acts("outage", "compare"), nil, cells{C: "center", H: "center", S: "center"}},
		{"查看应急件", acts("outage", "in"), nil, cells{C: "center", H: "center", D: "center"}},
		{"查看系统可用性", acts("outage", "see"), nil, cells{H: "center", D: "center", casework.SysAdmin: "center"}},
		{"说明中断原因、公告维护", acts("outage", "plan"), nil, cells{casework.SysAdmin: "center"}},
		{"个人信息权利请求：提出、撤回", acts("privacy", "ask take_back"), nil, robot},
		{"个人信息权利请求：登记、核实身份", acts("privacy", "enter identify"), nil, cells{C: "center", H: "center"}},
		{"个人信息权利请求：答复、不予办理", acts("privacy", "answer refuse"), nil, head},
		{"查看个人信息权利请求", acts("privacy", "see"), nil, cells{C: "center", H: "center", D: "center"}},
		{"个人信息安全事件：安全管理员登记、时限已过", acts("incident", "notice late"), nil, robot},
		{"个人信息安全事件：登记、研判、登记报告、告知个人、认定不属实", acts("incident", "report assess send inform dismiss"), nil, head},
		{"个人信息安全事件：办结", acts("incident", "close"), nil, director},
		{"查看个人信息安全事件与时限", acts("incident", "see"), nil, cells{H: "center", D: "center", casework.SecAdmin: "center"}},
		{"登记个人信息安全事件", acts("incident", "tell"), nil, cells{casework.SecAdmin: "center"}},
		{"查看数据分类目录与报告", acts("privacy", "catalogue"), nil, cells{H: "center", D: "center", casework.SecAdmin: "center", casework.Auditor: "center"}},
		{"写明理由查看遮蔽的号码", acts("unmask", "show"), nil, cells{casework.SysAdmin: "center", C: "center", X: "center", R: "center", M: "center", V: "center", H: "center", D: "center"}},
		{"查看解除遮蔽的记录", acts("unmask", "log"), nil, cells{D: "center", casework.Auditor: "center"}},
		{"本人的个人信息与权利请求", acts("privacy", "own"), nil, everyone()},
		{"看高价值发明专利", acts("value", "see"), nil, cells{C: "center", X: "center", R: "center", M: "center", casework.Enforcer: "center", casework.Expert: "center", H: "center", D: "center"}},
		{"登记质押融资、获奖与产业对照表", acts("value", "enter"), nil, cells{C: "center", X: "center", H: "center"}},
		{"标记核心技术", acts("navigation", "core"), nil, cells{H: "center", D: "center"}},
		{"登记专利与法律事件", acts("database", "enter"), nil, cells{C: "center", casework.Enforcer: "center", H: "center"}},

		{"规则、期限、额度配置（本中心值）", acts("admin", "config"), nil, director},
		{"领域清单（本中心值）", acts("field", "set"), nil, director},
		{"看领域清单", acts("field", "list"), nil, cells{E: "center", A: "center", C: "center", X: "center", R: "center", M: "center", H: "center", D: "center", P: "province", N: "nation"}},
		{"读审计日志", acts("admin", "audit"), nil, cells{casework.Auditor: "center"}},
		{"追查副本", acts("copied", "trace"), nil, cells{casework.Auditor: "center", H: "center", D: "center"}},
		{"账号", acts("admin", "accounts messages"), nil, cells{casework.SysAdmin: "center"}},
		{"授予角色、接口密钥、登录规则", acts("admin", "roles keys signin"), nil, cells{casework.SecAdmin: "center"}},
		{"重设密码（三员会同）、会同危险操作、复核他人的管理操作", acts("admin", "resets consent review"), nil, cells{casework.SysAdmin: "center", casework.SecAdmin: "center", casework.Auditor: "center"}},
	}
}

// everyone is every role that an account can have, in its own center.
func everyone() cells {
	out := cells{}
	for _, r := range casework.Roles() {
		out[r.Role] = "center"
	}
	return out
}

// paperRows are the rows of the papers that every procedure of several sides drafts and serves alike.
func paperRows(chart string) []matrixRow {
	const C, V, R, H, D, S = casework.Clerk, casework.Enforcer, casework.Reviewer, casework.Head, casework.Director, casework.System
	staff := cells{C: "center", V: "center"}
	if chart == "abnormal" {
		staff = cells{C: "center"} // no officer of enforcement works there
	}
	return []matrixRow{
		{"拟稿、修改一般文书", acts(chart, "draft_paper edit_paper"), nil, staff},
		{"审核一般文书", acts(chart, "review_paper"), nil, cells{R: "center"}},
		{"退回一般文书", acts(chart, "return_paper"), nil, cells{R: "center", H: "center", D: "center"}},
		{"签发、作废一般文书", acts(chart, "issue_paper void_paper"), nil, cells{H: "center", D: "center"}},
		{"交付送达、登记送达结果", acts(chart, "send_paper record_service"), nil, staff},
		{"公告期满视为送达", acts(chart, "deem_served"), nil, cells{S: "center"}},
	}
}

// probes are cases in every relation to account 7 of party 70 in center 1 of province 33, and the
// scopes that reach each.
func probes() map[string]access.Object {
	at := func(center int64, province string) access.Object {
		return access.Object{Center: center, Province: province, Owner: 99, Handler: 98, Second: 97}
	}
	own, client, handled, second, opened := at(3, "44"), at(3, "44"), at(1, "33"), at(1, "33"), at(3, "44")
	own.Owner, client.Agent, handled.Handler, second.Second, opened.Opened = 70, 70, 7, 7, []int64{7}
	return map[string]access.Object{"own": own, "client": client, "handled": handled, "second": second, "opened": opened,
		"center": at(1, "33"), "province": at(2, "33"), "nation": at(3, "44")}
}

// reached are the probes that a scope reaches.
func reached(scope string) (out []string) {
	here := []string{"handled", "second", "center"}
	sets := map[string][]string{"": nil, "own": {"own"}, "client": {"client"}, "handled": {"handled"}, "second": {"second"}, "assigned": {"handled", "second"},
		"opened": {"opened"}, "center": here, "province": append([]string{"province"}, here...),
		"nation": append([]string{"province", "nation", "own", "client", "opened"}, here...)}
	for s := range strings.SplitSeq(scope, "+") {
		out = append(out, sets[s]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestMatrix holds the assembled policy against the table, cell by cell, for every role that there is
// and for the public.
func TestMatrix(t *testing.T) {
	c := open(t)
	roles := []casework.Role{casework.Visitor, casework.System}
	for _, r := range casework.Roles() {
		roles = append(roles, r.Role)
	}
	known := map[string]bool{}
	compared := 0
	rows := matrix()
	for _, chart := range c.Drafts.Charts() {
		rows = append(rows, paperRows(chart)...)
	}
	for _, row := range rows {
		for _, act := range row.acts {
			known[act] = true
			if len(c.Office.Policy.Grants(act)) == 0 {
				t.Errorf("%s: nobody may do %s", row.action, act)
			}
			states := row.states
			if len(states) == 0 {
				states = allStates(c.Office.Charts())
			}
			for _, role := range roles {
				compared++
				got := reach(c.Office.Policy, role, act, states)
				if want := reached(row.cells[role]); !slices.Equal(got, want) {
					t.Errorf("%s (%s) by %s: %v, the matrix says %v", row.action, act, role, got, want)
				}
			}
		}
	}
	for _, act := range c.Office.Policy.Acts() {
		switch head, _, _ := strings.Cut(act, "."); head {
		case "abnormal", "copied", "counterfeit", "delivery", "infringement", "delegation", "database", "searching", "designs", "navigation", "value", "watch", "outage", "preexam", "registration", "quality", "unmask", "inspection", "field", "case", "admin", "privacy", "incident":
			if !known[act] {
				t.Errorf("%s stands in no row of the matrix", act)
			}
		}
	}
	if compared < 2000 {
		t.Errorf("only %d cells were compared", compared)
	}
}

// allStates are the states of all charts, and none.
func allStates(charts []*casework.Chart) []string {
	out := []string{""}
	for _, ch := range charts {
		for _, s := range ch.States {
			out = append(out, s.Code)
		}
	}
	return out
}

// limited are the procedures to whose cases the acts of a package are limited; those of others reach the
// cases of every procedure.
func limited() map[string]string {
	return map[string]string{"comparison": "infringement", "draft": "counterfeit", "delivery": "counterfeit"}
}

// reach names the probes on which the role may do the act in one of the states.
func reach(p *access.Policy, role casework.Role, act string, states []string) []string {
	s := access.Subject{Account: 7, Center: 1, Province: "33", Roles: []string{string(role)}}
	switch role {
	case casework.Visitor:
		s = access.Subject{Roles: s.Roles}
	case casework.Entity, casework.AgencyRole:
		s.Party = 70
	}
	out := []string{}
	for name, o := range probes() {
		o.Chart = limited()[strings.Split(act, ".")[0]]
		if slices.ContainsFunc(states, func(state string) bool { o.State = state; return p.May(s, act, o) }) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// TestNobodyReadsAcrossCenters: whoever works in a center reads nothing of the cases of another, in any
// state, whoever handles them there; a party has its own cases and those of its clients in every center.
func TestNobodyReadsAcrossCenters(t *testing.T) {
	c := open(t)
	for _, info := range casework.Roles() {
		s := access.Subject{Account: 7, Center: 1, Province: "33", Roles: []string{string(info.Role)}}
		for _, act := range []string{casework.ActName, casework.ActForm, casework.ActText, "preexam.identity", "preexam.archive", "registration.file"} {
			for _, state := range allStates(c.Office.Charts()) {
				// Numbers of accounts may coincide; the center decides all the same.
				o := access.Object{Center: 2, Province: "33", Owner: 99, Handler: 7, Second: 7, State: state}
				if c.Office.Policy.May(s, act, o) {
					t.Errorf("%s of center 1 may %s in center 2 in state %q", info.Role, act, state)
				}
			}
		}
	}
	agency := access.Subject{Account: 7, Center: 1, Party: 70, Roles: []string{string(casework.AgencyRole)}}
	for center := int64(1); center <= 3; center++ {
		o := access.Object{Center: center, Owner: 99, Agent: 70, State: "examining"}
		if !c.Office.Policy.May(agency, casework.ActText, o) {
			t.Errorf("an agency does not read its case in center %d", center)
		}
		if o.Agent = 71; c.Office.Policy.May(agency, casework.ActSee, o) {
			t.Errorf("an agency sees the case of another in center %d", center)
		}
	}
}
