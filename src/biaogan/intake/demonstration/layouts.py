"""Which columns the dealers' systems export, header by header: `header=our field`; a bare header is empty.

A field may end in `.date` or `.time` where a system keeps the two apart.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    kind: str
    columns: tuple[tuple[str, str], ...]  # header, field ("" = an empty column)

    @property
    def headers(self) -> list[str]:
        return [header for header, _ in self.columns]


def layout(kind: str, text: str) -> Layout:
    pairs = (column.partition("=") for column in text.split())
    return Layout(kind, tuple((header, field) for header, _, field in pairs))


# The five files of one dealer: headers complete and in their order.
FIVE_ORDER = layout(
    "repair_order",
    """分厂=store 委托号=ro_no 新客户 车主=owner 送修人=deliverer 送修人电话=deliverer_phone 车辆牌号=plate
    车型=model 车型平台=series VIN=vin 车辆本店销售=sold_by_store 进厂日期=arrived_at.date
    进厂时间=arrived_at.time 开票日期=sale_date 服务顾问=sa_id 服务技师=tech_id 状态=status 厂牌=brand
    结算日期=settled_at.date 结算时间=settled_at.time 总金额=list_total 总折扣金额=discount_total 优惠模式
    应付总金额=net_total 工时合计=labour_total 零件合计=parts_total 积分换钱 欠账清帐 抹掉金额
    款项=net_total 交车日期=delivered_at.date 交车时间=delivered_at.time 预计交车日期=promised_first.date
    预计交车时间=promised_first.time 开单人=sa_id 审查人 进厂里程=mileage_in 客户编号=customer_id
    工单分类=biz_type 回访日期=follow_up_date 回访人 维修备注 地址 责任人 检测结果 服务站建议 发票号
    航班救援 重新开单 索赔鉴定 预检单号=parent_ro_no 故障描述=complaint_text 保险公司=insurer
    促销关怀活动=promo_id 索赔类型 App状态""",
)
FIVE_SETTLEMENT = layout(
    "settlement",
    """工单号=ro_no 车主=owner 牌号=plate 车型=model 开单日期=opened_at.date 竣工时间=completed_at 状态=status
    结算方式 总金额=list_total 零件应付=parts_total 零件合计=parts_list 零件折扣=parts_discount
    工时应付=labour_total 工时合计=labour_list 工时折扣=labour_discount 救援费 结算日期=settled_at 结算人
    付款方式 应付总金额=net_total 预付 发票号 厂牌=brand 送修人=deliverer 手机号=deliverer_phone
    服务顾问=sa_id 完工审查人 结算工单已打印 维修类别=biz_type 付款备注 分厂=store 备注""",
)
FIVE_PART = layout(
    "ro_part",
    """工单号=ro_no 仓库 车型平台=series 零件代码=part_no 零件名称=part_name 单位 数量=qty 单价=unit_price
    金额=list_amount 折扣=discount_amount 优惠后金额=net_amount 领料日期=issued_at.date
    结算日期=settled_at.date 付清日期 优惠模式 车牌号码=plate 底盘号=vin 批次号 配件自编码 剩余库存
    入库价=unit_cost 零件成本=cost_amount 保修价 客户名称=owner 领料员部门 内部领料部门 货位号 供应商
    领料技师=tech_id 发料员 操作员 服务顾问=sa_id 收费方式=payer 保修单号 出库类别 备注 退料=is_return
    常用件 领料单号 分厂=store 销售单价(指导价) 调价比率 车型=model 批次入库价 安装工时 修理类别
    最近供货单位 车主手机=owner_phone 销售合同号 配件大类=part_class 适用车型 配件型号 发票号 进站日期 增料
    最近入库日期 最近出库日期 周转率""",
)
FIVE_LABOUR = layout(
    "ro_labour",
    """工单号=ro_no 车牌号码=plate 工时代码=op_code 工时名称=op_name 是否增项 标准工时=std_hours
    标准工费=std_amount 工时金额=list_amount 实收工费=net_amount 派工工费=cost_amount 附加工费
    付款分类=payer 状态 维修技师=tech_id 车型=model 服务顾问=sa_id 派工日期=dispatched_at.date 派工人
    完工日期=finished_at.date 审查人 结算日期=settled_at.date 工时单价=hour_price 备注 车主=owner
    手机=owner_phone 地址 维修分类 班组=trade 分厂=store""",
)
FIVE_VEHICLE = layout(
    "vehicle",
    """分厂=store 客户档案号=customer_id 客户名称=owner 身份证号 购车单位 客户级别 车辆牌号=plate
    车型平台=series 车型=model VIN=vin VSN 发动机号 使用人名称=owner 性别 使用人电话=owner_phone 省 市 县区
    地址 发票日(销售日)=sale_date 行驶里程=mileage_last 最近来厂日期=last_visit_date 厂牌=brand
    保修到期=warranty_end 累计积分 积分余额 内部车 车辆状态 销售人员 服务顾问 保险公司 险种 上次保养日期
    上次保养里程 定保到期 下次保养里程 自动建档日期 备注 客户爱好 过户车""",
)
# A widespread system's order report.
DMS_ORDER = layout(
    "repair_order",
    """工单号=ro_no 原工单号=parent_ro_no 开单时间=opened_at 工单类型=ro_type 工单状态=status 车主名称=owner
    车牌号=plate 维修类型=biz_type 品牌=brand 车系=series 车型=model VIN号=vin 服务顾问=sa_id
    维修金额=net_total 预交车时间=promised_first 是否待信 是否待料=waiting_parts 竣工时间=completed_at
    提交结算时间=submitted_at 结算时间=settled_at 交车时间=delivered_at 进厂行驶里程=mileage_in
    出厂行驶里程=mileage_out 送修人=deliverer 送修人手机=deliverer_phone 工时费=labour_total
    维修材料费=parts_total 客户描述=complaint_text 车辆销售日期=sale_date 是否修改预交车日期=promise_changed
    工单修改次数=ro_edit_count 回访日期=follow_up_date 活动编号=promo_id
    经销商简称=store 备注""",
)
PORTAL_ORDER = layout(
    "repair_order",
    """门店=store 工单号=ro_no 母工单号=parent_ro_no 预约单号=appt_no 工单类型=ro_type 维修类型=biz_type
    工单状态=status 车主名称=owner 送修人手机=deliverer_phone 车牌号=plate VIN号=vin 车系=series 车型=model
    进店时间=arrived_at 开单时间=opened_at 预交车时间=promised_first 修改后预交车时间=promised_last
    竣工时间=completed_at 结算时间=settled_at 交车时间=delivered_at 客户经理=sa_id 责任技师=tech_id
    进厂里程=mileage_in 出厂里程=mileage_out 优惠前金额=list_total 优惠金额=discount_total
    结算金额=net_total 客户描述=complaint_text 回访日期=follow_up_date 活动编号=promo_id 内部单=is_internal
    评价邀请""",
)
TOTALS_ORDER = layout(
    "repair_order",
    """特约店=store 维修单号=ro_no 关联工单号=parent_ro_no 工单类型=ro_type 业务类型=biz_type 单据状态=status
    车牌=plate 车架号=vin 车型=model 开单日期=opened_at 预计交车时间=promised_first 完工时间=completed_at
    结算时间=settled_at 出厂时间=delivered_at 业务接待=sa_id 进店里程=mileage_in 工时款=labour_total
    配件款=parts_total 附加费=misc_total 优惠前金额=list_total 优惠金额=discount_total 实收金额=net_total
    报修内容=complaint_text""",
)
LABOUR = layout(
    "ro_labour",
    """门店=store 工单号=ro_no 维修项目代码=op_code 维修项目名称=op_name 标准工时=std_hours
    派工工时=assigned_hours 实际工时=clocked_hours 工时单价=hour_price 优惠前金额=list_amount
    折扣率=discount_rate 优惠后金额=net_amount 工时成本=cost_amount 收费区分=payer 工种=trade
    责任技师=tech_id 派工时间=dispatched_at 完工时间=finished_at 结算日期=settled_at""",
)
PART = layout(
    "ro_part",
    """门店=store 工单号=ro_no 配件代码=part_no 配件名称=part_name 配件类别=part_class 配件数量=qty
    配件销售单价=unit_price 配件销售金额=list_amount 优惠金额=discount_amount 实收金额=net_amount
    成本单价=unit_cost 成本金额=cost_amount 收费区分=payer 发料时间=issued_at 结算日期=settled_at""",
)
SETTLEMENT = layout(
    "settlement",
    """经销商代码=store 结算单号=settle_no 工单号=ro_no 收费对象名称=payer_name 结算时间=settled_at
    总金额=list_total 优惠金额=discount_total 结算金额=net_total""",
)
VEHICLE = layout(
    "vehicle",
    """门店=store VIN号=vin 车牌号=plate 品牌=brand 车系=series 车型=model 动力类型=powertrain 车主名称=owner
    联系电话=owner_phone 销售日期=sale_date 上牌日期=registered_date 是否本店销售=sold_by_store
    保修开始日期=warranty_start 保修结束日期=warranty_end 行驶里程（KM）=mileage_last
    日平均行驶里程=daily_km 最近来厂日期=last_visit_date""",
)
APPOINTMENT = layout(
    "appointment",
    """门店=store 预约单号=appt_no 接受预约日=created_at 预约进厂时间=planned_at 到店时间=arrived_at
    预约单状态=status 预约来源=source 预约类别=category 取消进厂原因=cancel_reason 预约客户经理=sa_id
    VIN=vin 车牌号=plate 联系电话=phone 工单号=ro_no 取送车服务=pickup""",
)
SURVEY = layout(
    "survey",
    """门店=store 问卷编号=survey_id 工单号=ro_no VIN=vin 车牌号=plate 服务日期=service_date
    反馈时间=answered_at 渠道来源=source 满分=scale 得分=score 推荐意愿=nps_score
    是否一次修复=fixed_first_time 是否按时交车=promise_kept 反馈内容=comment""",
)
COMPLAINT = layout(
    "complaint",
    """门店=store 投诉编号=complaint_no 投诉时间=received_at 首次响应时间=first_contact_at 结案时间=closed_at
    投诉来源=channel 投诉类型=type 投诉等级=severity 被投诉员工=staff_id VIN=vin 车牌号=plate 工单号=ro_no
    投诉人姓名=complainant 投诉内容=summary 结案状态=status""",
)
STAFF = layout(
    "staff",
    """门店=store 员工编号=staff_id 员工姓名=name 部门=department 职务=position 班组=team 工种=trade
    是否技师=is_technician 是否服务顾问=is_service_advisor 技师等级=tech_level 入职日期=hire_date
    离职日期=leave_date 离职类型=leave_type 离职原因=leave_reason 编制系数=fte 在职状态=is_active""",
)
POSITION_PLAN = layout(
    "position_plan",
    """门店=store 岗位=position 月份=month 编制人数=planned_posts
    在岗人数=filled_posts 是否核心岗位=is_key""",
)
ATTENDANCE = layout(
    "attendance",
    "门店=store 员工编号=staff_id 考勤日期=date 出勤工时=attended_hours 实际作业工时=clocked_hours",
)
TRAINING = layout(
    "training_record",
    """门店=store 员工编号=staff_id 课程编号=course_id 课程名称=course_name 课程类型=course_type
    应完成日期=due_date 完成日期=completed_at 考核结果=result 课时=hours""",
)
CERTIFICATION = layout(
    "certification",
    """门店=store 员工编号=staff_id 证书编号=cert_code 认证等级=level 认证方向=domain 发证日期=issued_at
    有效期至=expires_at""",
)
FINANCE = layout(
    "finance_month",
    """门店=store 月份=month 售后营业额(元)=revenue_aftersales 售后毛利(元)=gp_aftersales
    经销商4S店费用(元)=overhead_total 新车销售业务变动费用(元)=newcar_variable 人工成本(元)=personnel_cost
    售后费用(元)=opex_aftersales 配件成本(元)=parts_cogs 月末库存(元)=inventory 应收账款余额(元)=ar_open""",
)
FINANCE_WAN = Layout(
    FINANCE.kind, tuple((header.replace("(元)", "（万元）"), field) for header, field in FINANCE.columns)
)
STOCK = layout(
    "part_stock",
    """门店=store 配件代码=part_no 库存日期=date 库存数量=qty 成本价=unit_cost 成本金额=cost_amount
    最近入库日期=last_in 最近出库日期=last_out""",
)
DEMAND = layout(
    "part_demand",
    """门店=store 配件代码=part_no 需求日期=requested_at 工单号=ro_no 需求数量=qty_req 首次满足数量=qty_first
    满足方式=outcome""",
)
POLICY = layout(
    "insurance_policy",
    """门店=store 保单号=policy_no VIN=vin 车牌号=plate 投保日期=sold_at 保险开始时间=start 保险结束时间=end
    保险公司=company 险种=product 是否本公司投保=through_store 投保类型=kind 保费=premium 手续费=commission
    续保战败原因=lost_reason""",
)
PRODUCT = layout(
    "service_product",
    """门店=store 合同号=contract_no VIN=vin 产品类型=kind 签约日期=sold_at 有效期至=valid_to 套餐金额=amount
    分成=income 销售渠道=channel""",
)
RECEIVABLE = layout(
    "receivable",
    """门店=store 结算单号=settle_no 工单号=ro_no 应收金额=receivable 已收金额=received 未收金额=open_amount
    收费对象=debtor_type 到期日=due_date 结清日期=cleared_at 是否结清=is_cleared""",
)
MISC = layout("ro_misc", "门店=store 工单号=ro_no 附加项目名称=kind 附加项目费用=amount 收费区分=payer")
REPORTED = layout("reported_kpi", "门店=store 月份=month 指标名称=code 本月实际=value 单位=unit")
INSPECTION = layout(
    "inspection",
    """门店=store 检查编号=insp_id 检查类型=kind 检查日期=date 检查人=checker 检查项目=item_code 得分=score
    满分=max_score""",
)
TARGET = layout("target", "门店=store 指标=kpi_code 月份=month 目标值=value 单位=unit 版本=version")
PROMOTION = layout(
    "promotion",
    """活动编号=promo_id 活动名称=name 开始日期=start 结束日期=end 适用门店=store_scope 审批结果=decision""",
)
STORE = layout(
    "store",
    """门店代码=store 门店名称=store_name 品牌=brand 城市=city 大区=region 机电工位数=bays_mech
    钣喷工位数=bays_body""",
)
