# Mirrors the packets of network interfaces to a sensor. Mirrored packets arrive in VXLAN on UDP port 4789, which the sensor looks
# into; mirrored traffic does not appear in flow logs.

variable "vpc_id" {
  type        = string
  description = "The sensor's VPC."
}

variable "sensor_interface_id" {
  type        = string
  description = "Network interface of the sensor."
}

variable "source_interface_ids" {
  type        = set(string)
  description = "Network interfaces to listen to."
}

variable "source_cidrs" {
  type        = list(string)
  description = "Networks of those interfaces."
}

resource "aws_security_group" "mirror" {
  name        = "plainsight-mirror"
  description = "Mirrored packets to the sensor."
  vpc_id      = var.vpc_id

  ingress {
    description = "VXLAN"
    protocol    = "udp"
    from_port   = 4789
    to_port     = 4789
    cidr_blocks = var.source_cidrs
  }
}

resource "aws_ec2_traffic_mirror_target" "sensor" {
  description          = "Plainsight sensor"
  network_interface_id = var.sensor_interface_id
}

resource "aws_ec2_traffic_mirror_filter" "all" {
  description = "Everything"
}

resource "aws_ec2_traffic_mirror_filter_rule" "ingress" {
  for_each                 = { "0.0.0.0/0" = 100, "::/0" = 101 }
  traffic_mirror_filter_id = aws_ec2_traffic_mirror_filter.all.id
  traffic_direction        = "ingress"
  rule_number              = each.value
  rule_action              = "accept"
  source_cidr_block        = each.key
  destination_cidr_block   = each.key
}

resource "aws_ec2_traffic_mirror_filter_rule" "egress" {
  for_each                 = { "0.0.0.0/0" = 100, "::/0" = 101 }
  traffic_mirror_filter_id = aws_ec2_traffic_mirror_filter.all.id
  traffic_direction        = "egress"
  rule_number              = each.value
  rule_action              = "accept"
  source_cidr_block        = each.key
  destination_cidr_block   = each.key
}

resource "aws_ec2_traffic_mirror_session" "source" {
  for_each                 = var.source_interface_ids
  description              = "Plainsight"
  network_interface_id     = each.value
  traffic_mirror_target_id = aws_ec2_traffic_mirror_target.sensor.id
  traffic_mirror_filter_id = aws_ec2_traffic_mirror_filter.all.id
  session_number           = 1
}
