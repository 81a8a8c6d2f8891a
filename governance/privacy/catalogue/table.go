package catalogue

import (
	"zhibao/casework/consent"
	"zhibao/internal/web"
)

// Words that many entries share.
var (
	asCase   = web.Text{"与案件相同，期满连同案件密钥销毁", "As long as the case; destroyed with its key"}
	asLong   = web.Text{"与账号相同；停用后按审计要求保存", "As long as the account; then as audit wants"}
	audited  = web.Text{"三年", "Three years"}
	standing = web.Text{"长期", "For good"}
	short    = web.Text{"用后即清理", "Cleared after use"}
	duty     = web.Text(consent.Duty)
	wish     = web.Text(consent.Wish)
	rules    = web.Text{"网络安全与等级保护的要求", "Rules of network security"}
	office   = web.Text{"本中心业务", "Work of the center"}
	patents  = web.Text{"专利法第二十一条第三款：公布前保密", "Patent Law art. 21 (3): secret before publication"}
)

// Entries are the data that the program keeps, by the owner of the tables in which they lie. A test holds the
// owners against the tables of the program.
var Entries = []Entry{
	{"identity", web.Text{"账号姓名、登录名、工号", "Name, login and staff number of an account"}, Internal, true, web.Text{"识别办理人、文书署名", "To know who acts, and to sign papers"}, wish, asLong},
	{"identity", web.Text{"账号手机、邮箱", "Phone and mail of an account"}, Sensitive, true, web.Text{"送达通知、重设密码时核实本人", "Notices, and to recognise the person"}, wish, asLong},
	{"identity", web.Text{"口令摘要、动态口令、通行密钥与证书指纹", "Digests of passwords, factors, passkeys and certificates"}, Sensitive, true, web.Text{"身份鉴别", "To sign in"}, rules, asLong},
	{"identity", web.Text{"会话的网络地址、浏览器与时间", "Address, browser and time of a session"}, Internal, true, web.Text{"安全与审计", "Security and audit"}, rules, audited},
	{"identity", web.Text{"审计记录", "Audit"}, Internal, true, web.Text{"谁在何时做了什么", "Who did what, and when"}, rules, audited},
	{"notify", web.Text{"通知设置与发送渠道", "Wishes for notices"}, Internal, true, web.Text{"按本人意愿通知", "To notify as wished"}, wish, asLong},
	{"mailbox", web.Text{"待发消息的收件地址", "Addresses of messages"}, Sensitive, true, web.Text{"发送不含内容的通知", "To send notices without content"}, wish, audited},
	{"limit", web.Text{"限次所用的地址摘要", "Digests of addresses for limits"}, Internal, true, web.Text{"防止猜测与滥用", "Against guessing and abuse"}, rules, short},
	{"api", web.Text{"接口密钥摘要与幂等记录", "Digests of keys and repeated calls"}, Internal, false, web.Text{"接口鉴别", "To know programs"}, rules, asLong},

	{"party", web.Text{"单位名称、统一社会信用代码", "Name and code of an organisation"}, Public, false, web.Text{"识别当事人", "To know the party"}, duty, standing},
	{"party", web.Text{"当事人的地址，电话、邮箱（遮蔽显示）", "Address of a party; phone and mail (masked)"}, Sensitive, true, web.Text{"送达与联系", "Service and contact"}, duty, standing},
	{"party", web.Text{"未备案的个人的证件号码（密文保存）", "Number of the identity paper of a person who is not registered (sealed)"}, Sensitive, true, web.Text{"识别被查处的人", "To know who is investigated"}, duty, standing},
	{"registration", web.Text{"法定代表人、联系人姓名与邮箱", "Legal representative; names and mail of contacts"}, Sensitive, true, web.Text{"核对备案资格、联系补正", "To check the registration and ask for corrections"}, wish, asCase},
	{"registration", web.Text{"联系人手机（遮蔽显示）", "Phones of contacts (masked)"}, Sensitive, true, web.Text{"电话联系", "To phone"}, wish, asCase},
	{"registration", web.Text{"专利代理师姓名、执业证号", "Names and licences of attorneys"}, Internal, true, web.Text{"核对代理资格", "To check who may act"}, duty, asCase},
	{"registration", web.Text{"账号接管申请与证明材料", "Take-over of an account, with proof"}, Sensitive, true, web.Text{"核实接管人", "To check the successor"}, wish, asCase},
	{"field", web.Text{"技术领域清单", "List of fields"}, Public, false, web.Text{"判断是否在服务范围", "To tell what is in scope"}, office, standing},

	{"preexam", web.Text{"权利要求书、说明书、附图、图片", "Claims, description, drawings, pictures"}, Unpublished, false, web.Text{"预审", "Pre-examination"}, patents, asCase},
	{"preexam", web.Text{"发明人、申请人、代理师姓名与国籍", "Names and nationality of inventors, applicants, attorneys"}, Unpublished, true, web.Text{"国家知识产权局表格要求；核对一致", "Forms of the CNIPA; to compare"}, duty, asCase},
	{"preexam", web.Text{"发明人、申请人的身份证件号码（遮蔽显示）", "Numbers of identity papers of inventors and applicants (masked)"}, Unpublished, true, web.Text{"核对国家知识产权局要求填写的号码", "To check numbers that the CNIPA wants"}, duty, asCase},
	{"preexam", web.Text{"联系人地址、电话、邮箱", "Address, phone and mail of the contact"}, Unpublished, true, web.Text{"联系补正", "To ask for corrections"}, duty, asCase},
	{"preexam", web.Text{"缺陷、意见、检索记录", "Findings, opinions, searches"}, Unpublished, false, web.Text{"预审结论及其依据", "Conclusions and their basis"}, patents, asCase},
	{"abnormal", web.Text{"非正常申请线索与核查记录", "Leads on abnormal filings and their check"}, Unpublished, true, web.Text{"核查与上报", "Check and report"}, duty, asCase},
	{"quality", web.Text{"评查得分、差错、资格与培训", "Scores, errors, certificates and training of staff"}, Internal, true, web.Text{"质量管理与奖惩", "Management of quality"}, office, web.Text{"任职期间及其后三年", "While employed, and three years"}},
	{"incase", web.Text{"案内检索的条件与结果", "Searches within a case"}, Unpublished, false, web.Text{"预审与核查", "Examination"}, patents, asCase},
	{"designs", web.Text{"以图检索的图片", "Pictures of a search by picture"}, Unpublished, false, web.Text{"外观近似检索", "Search of similar designs"}, patents, short},

	{"infringement", web.Text{"当事人、代理人、证人的姓名与陈述", "Names and words of parties, agents, witnesses"}, Sensitive, true, web.Text{"行政裁决", "Administrative decision"}, duty, asCase},
	{"infringement", web.Text{"主体资格证明（自然人的为证件复印件）", "Proof of identity; of a natural person a copy of the card"}, Sensitive, true, web.Text{"核实是否有权提出请求", "To tell who may ask"}, duty, asCase},
	{"comparison", web.Text{"侵权比对", "Comparison of features"}, Sensitive, false, web.Text{"行政裁决", "Administrative decision"}, duty, asCase},
	{"counterfeit", web.Text{"被调查人、证人的姓名、电话与陈述", "Names, phones and words of those investigated and of witnesses"}, Sensitive, true, web.Text{"查处假冒专利", "To handle counterfeits"}, duty, asCase},
	{"counterfeit", web.Text{"被调查公民的证件号码", "Number of the identity paper of a citizen who is investigated"}, Sensitive, true, web.Text{"制作处罚文书", "For the papers of a penalty"}, duty, asCase},
	{"counterfeit", web.Text{"举报人姓名、电话（遮蔽显示）", "Name and phone of a reporter (masked)"}, Sensitive, true, web.Text{"核实线索、答复举报人", "To check the lead and answer"}, wish, asCase},
	{"evidence", web.Text{"证据及其保管记录", "Exhibits and their custody"}, Sensitive, true, web.Text{"查明事实", "To establish facts"}, duty, asCase},
	{"hearing", web.Text{"口审、听证的到场人、笔录与签名", "Who attended, records and signatures of hearings"}, Sensitive, true, web.Text{"审理与听证", "Hearings"}, duty, asCase},
	{"document", web.Text{"送达地址与送达证明", "Addresses and proof of service"}, Sensitive, true, web.Text{"依法送达", "Service"}, duty, asCase},
	{"answer", web.Text{"凭码办理的答复", "What was answered with a code"}, Sensitive, true, web.Text{"没有账号的人办理", "For those without an account"}, wish, asCase},
	{"delegation", web.Text{"执法人员姓名、执法证号（依法公布）", "Officers and their cards (published by law)"}, Public, true, web.Text{"公布委托与执法人员", "To publish the entrustment"}, duty, standing},

	{"casework", web.Text{"证件号码的单独同意", "Separate consents to numbers of identity papers"}, Internal, true, web.Text{"证明已取得单独同意", "To prove that it was given"}, duty, standing},
	{"casework", web.Text{"案件编号、状态、期限、经办人", "Number, state, terms and handler of a case"}, Internal, true, web.Text{"办理与督办", "To handle and to supervise"}, office, standing},
	{"casework", web.Text{"案件名称、事件的内容（密文）", "Title of a case and content of its events (sealed)"}, Unpublished, true, web.Text{"办理与追溯", "To handle and to trace"}, patents, asCase},
	{"document", web.Text{"文书", "Papers"}, Sensitive, true, web.Text{"告知与送达", "To tell and to serve"}, duty, asCase},
	{"draft", web.Text{"文书草稿", "Drafts of papers"}, Sensitive, true, web.Text{"拟稿与审核", "Drafting and review"}, duty, asCase},
	{"upload", web.Text{"待提交的上传", "Uploads not yet handed in"}, Unpublished, true, web.Text{"分段上传", "Upload in pieces"}, wish, short},
	{"worklist", web.Text{"个人的列表设置与草稿", "Views and drafts of a person"}, Internal, true, web.Text{"方便办理", "Ease of work"}, office, asLong},
	{"status", web.Text{"进度查询、好差评", "Status and ratings"}, Internal, true, web.Text{"公众查询与改进服务", "For the public, and to improve"}, wish, audited},
	{"tally", web.Text{"统计用的计数", "Counts"}, Internal, false, web.Text{"统计", "Figures"}, office, standing},
	{"treelog", web.Text{"存证日志的摘要", "Digests of the log of records"}, Public, false, web.Text{"证明没有篡改", "To prove that nothing was changed"}, rules, standing},
	{"seal", web.Text{"封装的密钥", "Sealed keys"}, Sensitive, false, web.Text{"加密与销毁", "Encryption and destruction"}, rules, asCase},
	{"setting", web.Text{"中心配置", "Configuration"}, Internal, false, web.Text{"本中心规定", "Rules of the center"}, office, standing},
	{"job", web.Text{"后台任务", "Background work"}, Internal, false, web.Text{"按时执行", "To run in time"}, office, short},
	{"outage", web.Text{"可用性记录、应急件", "Availability and contingency filings"}, Unpublished, true, web.Text{"期限顺延与应急收件", "To move terms and take filings"}, duty, asCase},
	{"privacy", web.Text{"权利请求、安全事件、同意记录", "Requests, incidents, agreements"}, Sensitive, true, web.Text{"履行个人信息保护义务", "Duties on personal data"}, duty, asCase},
	{"reporter", web.Text{"举报人的姓名与电话", "Name and telephone of who reports"}, Sensitive, true, web.Text{"与举报人联系", "To reach the reporter"}, office, asCase},
	{"unmask", web.Text{"查看遮蔽号码的记录与理由", "Who saw masked numbers, and why"}, Internal, true, web.Text{"监督查看", "To supervise"}, rules, audited},
	{"copied", web.Text{"未公开文本的副本编号与取出人", "Copies of unpublished texts, and who took them"}, Internal, true, web.Text{"追查副本", "To trace copies"}, rules, audited},

	{"database", web.Text{"专利台账与法律事件", "Register of patents and legal events"}, Public, true, web.Text{"产业数据库", "Database of the industry"}, office, standing},
	{"holding", web.Text{"已公布的专利文献", "Published documents"}, Public, true, web.Text{"检索", "Search"}, office, standing},
	{"intake", web.Text{"文献导入记录", "Imports of documents"}, Internal, false, web.Text{"核对来源", "To check sources"}, office, standing},
	{"searching", web.Text{"保存的检索与集合", "Saved searches and collections"}, Internal, true, web.Text{"工作人员检索", "Searches of staff"}, office, asLong},
	{"watch", web.Text{"监视与预警", "Watches and warnings"}, Internal, true, web.Text{"跟踪已公布专利", "To follow patents"}, office, asLong},
	{"navigation", web.Text{"产业技术树、专利导航", "Tree of the industry, navigation"}, Internal, false, web.Text{"专利导航", "Navigation"}, office, standing},
	{"value", web.Text{"高价值专利、质押与获奖", "Patents of high value, pledges and awards"}, Internal, false, web.Text{"培育高价值专利", "To foster them"}, office, standing},
}
